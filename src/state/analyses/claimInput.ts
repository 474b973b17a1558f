import { ANALYSIS_SEED } from '../../analyses/choices';
import type { ClaimInput, SiblingNetwork } from '../../claims/context';
import { CONSTRUCTED, type Provenance, provenanceOf, UNKNOWN, UNTRAINED } from '../../claims/provenance';
import { PAPER_HMMS, type PaperHmmId } from '../../hmm/models';
import { loadHistory, loadWeights, presetIndex } from '../networks/presets';
import type { NetworkInView } from '../networks/slice';
import type { NetworkOrigin } from './slice';

/** What is said of networks that no recipe made. */
const WITHOUT_RECIPE: Partial<Record<NetworkOrigin, Provenance>> = { untrained: UNTRAINED, constructed: CONSTRUCTED };

/**
 * Collects what the claims need of the network in view: its recipe, its history and the other shipped networks. What cannot be
 * loaded is left out; the claims that need it then say so.
 */
export async function claimInputOf({ weights, hmm, preset, origin, provenance }: NetworkInView): Promise<ClaimInput> {
  const shipped = origin === 'preset' ? preset : undefined;
  const history = shipped?.history ? await loadHistory(shipped).catch(() => undefined) : undefined;
  const siblings = await loadSiblings(shipped?.id).catch((): SiblingNetwork[] => []);
  return {
    weights,
    hmm,
    seed: ANALYSIS_SEED,
    siblings,
    recipe: shipped ? provenanceOf(shipped) : (WITHOUT_RECIPE[origin] ?? provenance ?? UNKNOWN),
    ...(shipped ? { seqLen: shipped.scores.seqLen } : {}),
    ...(history && shipped ? { history: { ...history, startGain: shipped.gain } } : {}),
  };
}

async function loadSiblings(own: string | undefined): Promise<SiblingNetwork[]> {
  const { presets } = await presetIndex();
  const others = presets.filter(({ id }) => id !== own);
  return Promise.all(
    others.map(async (preset) => ({
      id: preset.id,
      hmm: PAPER_HMMS[preset.hmm as PaperHmmId],
      weights: await loadWeights(preset),
    })),
  );
}
