import { useApp, useLab } from '../ui/context';
import { SlowPanel } from '../views/walkthrough/WalkthroughPanel';

/** Slow mode as a figure: which part it is at belongs to the page, so that keys can drive it. */
export function SlowFigure() {
  const lab = useLab();
  const slow = useApp((state) => state.settings.slow);
  const part = useApp((state) => state.slowPart);
  return (
    <SlowPanel
      mode={slow === 'update' ? 'update' : 'step'}
      onMode={(mode) => {
        lab.store.setState({ slowPart: 0 });
        lab.apply({ slow: mode });
      }}
      part={part}
      onPart={(next) => lab.store.setState({ slowPart: next })}
    />
  );
}
