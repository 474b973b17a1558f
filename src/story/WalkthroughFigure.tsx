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
        app.store.setState({ walkthroughPart: 0 });
        app.apply({ slow: mode });
      }}
      part={part}
      onPart={(next) => app.store.setState({ walkthroughPart: next })}
    />
  );
}
