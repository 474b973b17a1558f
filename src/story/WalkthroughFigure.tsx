import { goToPart } from '../state/page/slice';
import { useApp, useAppController } from '../ui/context';
import { WalkthroughPanel } from '../views/walkthrough/WalkthroughPanel';

/** The walkthrough as a figure: which part it is at belongs to the page, so that keys can drive it. */
export function WalkthroughFigure() {
  const app = useAppController();
  const slow = useApp((state) => state.settings.slow);
  const part = useApp((state) => state.walkthroughPart);
  return (
    <WalkthroughPanel
      mode={slow === 'update' ? 'update' : 'step'}
      onMode={(mode) => {
        goToPart(app.store, 0);
        app.apply({ slow: mode });
      }}
      playOnOpen
      part={part}
      onPart={(next) => goToPart(app.store, next)}
    />
  );
}
