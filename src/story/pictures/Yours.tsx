import { useEffect, useMemo, useState } from 'react';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { initialWeights } from '../../rnn/weights';
import { createLiveRun, type LiveRun } from '../../state/live/liveRun';
import { smallOrbit } from '../../state/networks/smallOrbits';
import { useApp, useAppController } from '../../ui/context';
import { keepStep } from './companions';
import { LivePicture, type Sheet, write } from './LivePicture';
import { drawOrbit, drawState, inPart } from './plane';
import { PICTURES } from './text';

/** A network of random weights, as large as the one in view, and its axes. */
function useFresh() {
  const app = useAppController();
  const network = useApp((state) => state.network);
  const seed = useApp((state) => state.settings.seed);
  const [fresh, setFresh] = useState<{ run: LiveRun; orbit: OrbitSummary }>();
  useEffect(() => {
    if (!network) return;
    const given = new AbortController();
    const { hiddenSize, inputDim, nOutputs } = network.weights;
    const weights = initialWeights({ hiddenSize, inputDim, nOutputs }, seed);
    void smallOrbit(app.pool, weights, { priority: 'asked', signal: given.signal }).then((orbit) => {
      if (!orbit || given.signal.aborted) return;
      const run = createLiveRun(weights, network.hmm, seed);
      run.setBasis(orbit.basis);
      setFresh({ run, orbit });
    });
    return () => given.abort();
  }, [app, network, seed]);
  return fresh;
}

/** The network in view, trained, beside one of random weights that waits to be trained, and the key that begins it. */
export function Yours() {
  const app = useAppController();
  const orbit = useApp((state) => state.orbit);
  const fresh = useFresh();
  const draw = useMemo(
    () => (sheet: Sheet, liveRun: LiveRun, step: number) => {
      const { width, height, size, palette } = sheet;
      const { settings } = app.store.getState();
      const [top, foot] = [2.6 * size, 6 * size];
      const half = { width: width / 2 - 12, height: height - top - foot };
      const sides = [
        { name: PICTURES.yours.here, x: 0, orbit, run: liveRun },
        { name: PICTURES.yours.fresh, x: width / 2 + 12, orbit: fresh?.orbit, run: fresh?.run },
      ];
      for (const side of sides) {
        const middle = side.x + half.width / 2;
        write(sheet, side.name, middle, 4, { align: 'center', vertical: 'top' }, { bold: true });
        if (!side.orbit || !side.run) continue;
        if (side.run !== liveRun) keepStep(side.run, step, settings);
        inPart(sheet, { x: side.x, y: top, ...half }, (part) => drawState(part, drawOrbit(part, side.orbit!), side.run!));
      }
      sheet.context.fillStyle = palette.line;
      sheet.context.fillRect(width / 2, top, 1.5, half.height);
    },
    [app, orbit, fresh],
  );
  return (
    <LivePicture title={PICTURES.titles.yours} draw={draw} complete={fresh !== undefined}>
      <button type="button" className="primary picture-key" onClick={app.watchTraining} data-control="training">
        <kbd>T</kbd> {PICTURES.yours.train}
      </button>
    </LivePicture>
  );
}
