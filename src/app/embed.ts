import type { AppController } from '../state/app';
import type { Frames } from '../state/live/frames';
import { createEvents } from './embedEvents';
import { MESSAGE_VERSION, type MessageId, type ReadMessage, readMessage } from './embedMessages';
import { APP_VERBS, type VerbAnswer } from './embedVerbs';

/** The part of a window that is used. */
type FrameWindow = Pick<Window, 'parent' | 'addEventListener' | 'removeEventListener' | 'performance'>;

/** Messages handled in any second. */
export const MAX_PER_SECOND = 50;
const SECOND_MS = 1000;

/**
 * Lets the page around this one steer it by messages, if the link names the origin of that page (setting `allow`). Only the window that
 * holds the frame is listened to, and only while it is of that origin; answers go nowhere else. See docs/embedding.md.
 * @returns a function that ends it
 */
export function startEmbed(app: AppController, frames: Frames, view: FrameWindow): () => void {
  const { parent } = view;
  // As the link says it when the page is opened: nothing that happens later opens the door to somebody else.
  const { allow } = app.store.getState().settings;
  if (parent === view || allow === '') return () => {};
  const send = (message: object) => parent.postMessage({ noisyOrbits: MESSAGE_VERSION, ...message }, allow);
  const events = createEvents(app, frames, send);
  const admit = createGate(() => view.performance.now());
  const answer = (id: MessageId, outcome: VerbAnswer) =>
    send({ ...(id === undefined ? {} : { id }), ...(outcome.ok ? { ok: true, ...outcome.with } : { error: outcome.error }) });
  const onMessage = (event: MessageEvent<unknown>) => {
    if (event.source !== parent || event.origin !== allow) return;
    const read = readMessage(event.data);
    if (read.kind === 'none') return;
    const pass = admit();
    if (pass === 'no') return;
    if (pass === 'told') answer(read.id, { ok: false, error: TOO_MANY });
    else if (read.kind === 'wrong') answer(read.id, { ok: false, error: read.error });
    else answer(read.id, act(app, events, read.message));
  };
  view.addEventListener('message', onMessage);
  const greeted = greet(app, send);
  return () => {
    view.removeEventListener('message', onMessage);
    events.stop();
    greeted();
  };
}

const TOO_MANY = `More than ${MAX_PER_SECOND} messages came within a second; the rest of them are left out.`;

/** Lets so many through in any second; of those beyond, the first is told so. */
function createGate(now: () => number): () => 'yes' | 'told' | 'no' {
  const times: number[] = [];
  let told = false;
  return () => {
    const time = now();
    while (times.length > 0 && time - times[0]! >= SECOND_MS) times.shift();
    if (times.length < MAX_PER_SECOND) {
      times.push(time);
      told = false;
      return 'yes';
    }
    if (told) return 'no';
    told = true;
    return 'told';
  };
}

type Message = Extract<ReadMessage, { kind: 'message' }>['message'];

function act(app: AppController, events: ReturnType<typeof createEvents>, message: Message): VerbAnswer {
  if (message.verb === 'subscribe') return events.subscribe(message);
  if (message.verb === 'unsubscribe') return events.unsubscribe(message);
  const verb = APP_VERBS[message.verb] as (given: AppController, told: Message) => VerbAnswer;
  return verb(app, message);
}

/** Says once that there is something to steer. */
function greet({ store }: AppController, send: (message: object) => void): () => void {
  const ready = () => {
    if (!store.getState().network) return false;
    send({ event: 'ready' });
    return true;
  };
  if (ready()) return () => {};
  const stop = store.subscribe(() => {
    if (store.getState().network) stop();
    ready();
  });
  return stop;
}
