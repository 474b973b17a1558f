import { useEffect, useRef } from 'react';
import { HISTORY } from '../../state/live/liveRun';
import { useApp, useAppController, useFrame } from '../../ui/context';

/** Hertz by output: notes of one chord, so that a quick change of outputs is no noise. */
const TONES = [262, 330, 392, 494, 587, 698] as const;
/** Loudness of a tone, 0 … 1, and the seconds in which it follows. */
const LOUDNESS = 0.12;
const FOLLOWS_S = 0.015;

/** One tone for each output, silent until it is told which sounds. */
function createTones(context: AudioContext) {
  const gains = TONES.map((hertz) => {
    const oscillator = new OscillatorNode(context, { type: 'triangle', frequency: hertz });
    const gain = new GainNode(context, { gain: 0 });
    oscillator.connect(gain).connect(context.destination);
    oscillator.start();
    return gain;
  });
  return {
    /** @param output undefined: none sounds */
    sound(output: number | undefined) {
      for (const [k, { gain }] of gains.entries())
        gain.setTargetAtTime(k === output ? LOUDNESS : 0, context.currentTime, FOLLOWS_S);
    },
    stop: () => void context.close(),
  };
}

/** The outputs of the live run as tones, where the presenter wants them: a hall hears long stretches, confetti, silence. */
export function useTones(): void {
  const app = useAppController();
  const wanted = useApp((state) => state.sound);
  const tones = useRef<ReturnType<typeof createTones>>(undefined);
  const last = useRef(-1);
  useEffect(() => {
    if (!wanted) return;
    const made = createTones(new AudioContext());
    tones.current = made;
    return () => {
      tones.current = undefined;
      made.stop();
    };
  }, [wanted]);
  useFrame(() => {
    const { liveRun } = app;
    if (!tones.current || !liveRun) return;
    const { playing } = app.store.getState();
    const step = playing ? liveRun.step : -1;
    if (step === last.current) return;
    last.current = step;
    tones.current.sound(step > 0 ? liveRun.sampledOutputs[(step - 1) % HISTORY] : undefined);
  });
}
