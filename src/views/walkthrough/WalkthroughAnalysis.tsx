import { useState } from 'react';
import type { WalkthroughMode } from './text';
import { WalkthroughPanel } from './WalkthroughPanel';

/** Slow motion among the panels of the lab: it keeps its own place, and leaves the live run alone until a part is asked for. */
export function WalkthroughAnalysis() {
  const [mode, setMode] = useState<WalkthroughMode>('step');
  const [part, setPart] = useState(0);
  return (
    <WalkthroughPanel
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
