import { spectrum, spectrumZones } from '../analyses/spectrum/compute';
import { spectrum as spectrumRequest, spectrumZones as zonesRequest } from '../analyses/spectrum/request';
import { ZONE_NAMES } from '../dynamics/zones/visits';
import { within } from '../math/progress';
import type { ClaimRow } from './claim';
import { effect } from './finding';
import { withResidency } from './shared';

/** Kick-zones are locally unstable, clusters contracting. */
export const C8: ClaimRow = {
  id: 'C8',
  title: 'Kick-zones are unstable, clusters are not',
  statement:
    'Close to a state the network acts as a matrix, whose eigenvalues tell whether small differences grow. In kick-zones more of them do than in clusters.',
  test: 'Mean number of eigenvalues larger than 1 in size of the noise-free step: kick-zones minus clusters above 0. Companion C8b: of complex pairs close to the edge of growth, kick-zones have at least 1.3 and transitions at least 3 times as many as clusters.',
  paper: 'Kick-zones over clusters 1.4–7.4 (M = 2: .22 against .15; M = 4: 1.12 against .17).',
  ours: 'Fails for V1 and V2, holds for V3–V5; C8b holds for all five, whose numbers its bounds were placed by.',
  needs: ['bounded'],
  *run(context) {
    const sources = yield* within(withResidency(context), 0, 0.3);
    const spectra = yield* within(spectrum(spectrumRequest.input(sources)), 0.3, 0.95);
    const known = { ...sources, analyses: { ...sources.analyses, spectrum: { value: spectra } } };
    const found = yield* within(spectrumZones(zonesRequest.input(known)), 0.95, 1);
    const { unstableVerdict, criticalVerdict, unstableDifference, kickOverCluster, transitionOverCluster } = found;
    return {
      ...unstableVerdict,
      effects: [
        effect('unstable eigenvalues, kick-zones minus clusters', unstableDifference),
        ...found.zones.slice(0, 3).map(({ unstable }, z) => effect(`unstable eigenvalues in ${ZONE_NAMES[z]}`, unstable)),
        effect('critical pairs, kick-zones over clusters', kickOverCluster),
        effect('critical pairs, transitions over clusters', transitionOverCluster),
      ],
      figure: { kind: 'interval', rows: [{ name: 'kick-zones minus clusters', estimate: unstableDifference, atLeast: 0 }] },
      companion: { id: 'C8b', ...criticalVerdict },
    };
  },
};
