import { useState } from 'react';
import type { SlowMode } from './text';
import { SlowPanel } from './WalkthroughPanel';

/** Slow motion among the panels of the lab: it keeps its own place, and leaves the live run alone until a part is asked for. */
export function SlowDeckPanel() {
  const [mode, setMode] = useState<SlowMode>('step');
  const [part, setPart] = useState(0);
  return (
    <SlowPanel
      mode={mode}
      part={part}
      pauseOnOpen={false}
      onPart={setPart}
      onMode={(next) => {
        setPart(0);
        setMode(next);
      }}
    />
  );
}
