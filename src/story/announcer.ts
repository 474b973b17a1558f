import type { AppController } from '../state/app';
import { HISTORY } from '../state/live/liveRun';
import { tellFall } from '../state/live/slice';
import { announce } from '../state/page/slice';
import type { AppState } from '../state/store';
import { stateOfChapter } from './states';

/** Share of the driven mean length at which a state counts as fallen (claim C3). */
const FALLEN = 1e-3;

/** Says what changed, for those who do not see it, and counts the steps of a fall. Call `frame` once a frame. */
export function createAnnouncer(app: AppController): { frame(): void; stop(): void } {
  const { store } = app;
  const say = (announcement: string) => announce(store, announcement);
  /** Step at which the noise went; undefined while it is on, or once the state has fallen. */
  let falling: { from: number; looked: number } | undefined;
  const begin = () => {
    const from = app.liveRun?.step ?? 0;
    falling = { from, looked: from };
  };
  const stop = store.subscribe((state, before) => {
    if (state.settings.noise !== before.settings.noise) {
      tellFall(store, undefined);
      if (state.settings.noise) {
        falling = undefined;
        say('Noise on: the state is driven again.');
      } else begin();
    }
    const sentence = changeInWords(state, before);
    if (sentence) say(sentence);
  });
  return {
    stop,
    frame() {
      const { liveRun } = app;
      const { orbit, settings } = store.getState();
      if (!liveRun || !orbit || settings.noise) return;
      if (!falling && store.getState().fallSteps === undefined && liveRun.step > 0) begin();
      if (!falling) return;
      // A reset starts the count again.
      if (liveRun.step < falling.looked) begin();
      const size = liveRun.states.length / HISTORY;
      for (let step = Math.max(falling.looked, liveRun.step - HISTORY); step < liveRun.step; step++) {
        const slot = (step % HISTORY) * size;
        let squares = 0;
        for (let i = 0; i < size; i++) squares += liveRun.states[slot + i]! ** 2;
        if (Math.sqrt(squares) > FALLEN * orbit.drivenNorm) continue;
        const fallSteps = step + 1 - falling.from;
        falling = undefined;
        tellFall(store, fallSteps);
        // A run that begins without noise has nothing to fall from.
        say(`Noise off: the state ${fallSteps > 1 ? `fell to the fixed point in ${fallSteps} steps` : 'is at the fixed point'}.`);
        return;
      }
      falling.looked = liveRun.step;
    },
  };
}

/** The newest change in a sentence, if it is one worth saying. */
function changeInWords(state: AppState, before: AppState): string | undefined {
  const { settings: now } = state;
  const { settings: was } = before;
  if (now.view === 'story' && (now.chapter !== was.chapter || now.step !== was.step)) {
    const { title, sets } = stateOfChapter(now.chapter);
    return `${title}, step ${now.step + 1} of ${sets.length}.`;
  }
  if (now.lecture !== was.lecture) return now.lecture ? 'Lecture mode. L leaves it.' : 'Lecture mode left.';
  if (state.network && state.network !== before.network && state.network.origin !== 'training')
    return `Network in view: ${state.network.hmm.name}, ${state.network.origin === 'untrained' ? 'untrained' : state.network.origin === 'constructed' ? 'built by hand' : `update ${state.network.update}`}.`;
  if (state.pinnedUnit !== before.pinnedUnit)
    return state.pinnedUnit === undefined
      ? 'No neuron is picked out.'
      : `Neuron ${state.pinnedUnit} is picked out in all pictures.`;
  if (state.playing !== before.playing) return state.playing ? 'Playing.' : 'Paused.';
  if (state.training.status !== before.training.status) return `Training: ${state.training.status}.`;
  return undefined;
}
