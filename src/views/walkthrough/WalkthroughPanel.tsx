import { useEffect, useRef, useState } from 'react';
import { pause, returnToNow } from '../../state/live/slice';
import { useAppController, useFrame } from '../../ui/context';
import { MaximiseButton, usePanel } from '../../ui/panelFrame';
import { Segmented } from '../../ui/Segmented';
import { StepWalkthrough, useNextStep } from './StepWalkthrough';
import './walkthrough.css';
import { useReducedMotion } from '../../ui/onScreen';
import { WALKTHROUGH, WALKTHROUGH_PARTS, type WalkthroughMode } from './text';
import { UpdateWalkthrough, useUpdate } from './UpdateWalkthrough';

/** Seconds a part stays while it plays by itself. */
const PART_SECONDS = 1.2;
const MODES = (['step', 'update'] as const).map((value) => ({ value, name: WALKTHROUGH.modes[value] }));

export interface WalkthroughPanelProps {
  mode: WalkthroughMode;
  onMode(mode: WalkthroughMode): void;
  /** Index into SLOW_PARTS[mode]; one that is out of range counts as the nearest. */
  part: number;
  onPart(part: number): void;
  /** Whether the live run is paused as soon as the panel shows a step. Without, it is paused when a part is asked for. */
  pauseOnOpen?: boolean;
  /** Whether its parts play once by themselves when it opens. Without, they wait for a button. */
  playOnOpen?: boolean;
}

/** One step of the network, or one update of its training, played in parts. */
export function WalkthroughPanel({
  mode,
  onMode,
  part: asked,
  onPart,
  pauseOnOpen = true,
  playOnOpen = false,
}: WalkthroughPanelProps) {
  const app = useAppController();
  const { className, ...frame } = usePanel('slow');
  const count = WALKTHROUGH_PARTS[mode].length;
  const part = Math.max(0, Math.min(count - 1, asked));
  const next = useNextStep();
  const updates = useUpdate(mode === 'update');
  usePause(mode, part, pauseOnOpen);
  const go = (to: number) => onPart(Math.max(0, Math.min(count - 1, to)));
  const ready = mode === 'step' ? next.parts !== undefined : updates.shown?.parts !== undefined;
  const play = usePlay({ part, count, ready, playOnOpen }, onPart);
  const again = () => {
    if (mode === 'step') {
      returnToNow(app.store);
      app.stepOnce();
    } else updates.next();
    onPart(0);
  };
  const by = (act: () => void) => () => {
    play.hold();
    act();
  };
  return (
    <section id="slow" className={`${className} slow`} aria-label={WALKTHROUGH.title} {...frame}>
      <header>
        <h2>{WALKTHROUGH.title}</h2>
        <Segmented
          label={WALKTHROUGH.mode}
          options={MODES}
          value={mode}
          onChange={(to) => {
            play.hold();
            if (to !== mode) onMode(to);
          }}
        />
        <MaximiseButton id="slow" title={WALKTHROUGH.title} />
      </header>
      <p className="caption">{WALKTHROUGH.lead}</p>
      {mode === 'step' ? (
        <StepWalkthrough next={next} part={part} onPart={(to) => by(() => go(to))()} />
      ) : (
        <UpdateWalkthrough updates={updates} part={part} onPart={(to) => by(() => go(to))()} />
      )}
      <PartKeys {...{ mode, part, count, ready, play, again }} go={(to) => by(() => go(to))()} />
    </section>
  );
}

interface PartKeysProps {
  mode: WalkthroughMode;
  part: number;
  count: number;
  /** The parts are computed. */
  ready: boolean;
  play: ReturnType<typeof usePlay>;
  go: (part: number) => void;
  /** Takes the next step or update. */
  again: () => void;
}

/** The buttons below the parts: back, next, play, and the next step or update. */
function PartKeys({ mode, part, count, ready, play, go, again }: PartKeysProps) {
  return (
    <div className="slow-keys" role="toolbar" aria-label={`${WALKTHROUGH.title}: parts`}>
      <button type="button" onClick={() => go(part - 1)} disabled={!ready || part === 0} data-testid="slow-back">
        {WALKTHROUGH.back}
      </button>
      <button type="button" onClick={() => go(part + 1)} disabled={!ready || part === count - 1} data-testid="slow-next">
        {WALKTHROUGH.next}
      </button>
      {play.possible && (
        <button type="button" onClick={play.toggle} disabled={!ready} aria-pressed={play.running} data-testid="slow-play">
          {play.running ? WALKTHROUGH.hold : WALKTHROUGH.play}
        </button>
      )}
      <span className="hint place">
        {part + 1} of {count}
      </span>
      <button
        type="button"
        className="primary"
        onClick={again}
        disabled={!ready}
        title={mode === 'step' ? WALKTHROUGH.nextStepHint : WALKTHROUGH.nextUpdateHint}
        data-testid="slow-again"
      >
        {mode === 'step' ? WALKTHROUGH.nextStep : WALKTHROUGH.nextUpdate}
      </button>
      {!play.possible && <span className="hint">{WALKTHROUGH.reduced}</span>}
    </div>
  );
}

/** Pauses the live run when a step is entered: a step can only be taken apart while the run stands. */
function usePause(mode: WalkthroughMode, part: number, pauseOnOpen: boolean): void {
  const app = useAppController();
  const entered = useRef<string>(undefined);
  useEffect(() => {
    const opening = entered.current === undefined;
    const key = `${mode} ${part}`;
    if (entered.current === key) return;
    entered.current = key;
    if (mode === 'step' && (!opening || pauseOnOpen)) pause(app.store);
  }, [app, mode, part, pauseOnOpen]);
}

interface Played {
  part: number;
  count: number;
  ready: boolean;
  playOnOpen: boolean;
}

/** Turns the parts by itself, until the last one stands. Not where less motion is asked for. */
function usePlay({ part, count, ready, playOnOpen }: Played, onPart: (part: number) => void) {
  const possible = !useReducedMotion();
  const [running, setRunning] = useState(playOnOpen && part === 0);
  const elapsed = useRef(0);
  useFrame((dt) => {
    if (!running || !possible || !ready) return;
    elapsed.current += dt;
    if (elapsed.current < PART_SECONDS) return;
    elapsed.current = 0;
    if (part >= count - 1) setRunning(false);
    else onPart(part + 1);
  });
  const start = () => {
    elapsed.current = 0;
    if (part >= count - 1) onPart(0);
    setRunning(true);
  };
  return {
    possible,
    running: running && possible,
    hold: () => setRunning(false),
    toggle: () => (running ? setRunning(false) : start()),
  };
}

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
