import type { AppController } from '../state/app';
import type { Frames } from '../state/live/frames';
import { type MessageOf, TOPICS, type Topic } from './embedMessages';
import { REPORTS, type VerbAnswer } from './embedVerbs';

interface Subscription {
  /** Milliseconds between two events. */
  every: number;
  /** Since the last one. */
  since: number;
  /** What the last one was made of; undefined before the first. */
  stamp?: unknown;
}

export interface Events {
  subscribe(message: MessageOf<'subscribe'>): VerbAnswer;
  unsubscribe(message: MessageOf<'unsubscribe'>): VerbAnswer;
  stop(): void;
}

/**
 * Tells what changed to those who asked, once at the beginning and then no more often than they asked for. Events come with the frames of
 * the page: none while it cannot be seen, and the newest when it can be seen again.
 */
export function createEvents(app: AppController, frames: Frames, send: (message: object) => void): Events {
  const subscriptions = new Map<Topic, Subscription>();
  const stop = frames.subscribe((dt) => {
    for (const [topic, subscription] of subscriptions) {
      subscription.since += 1000 * dt;
      if (subscription.since < subscription.every) continue;
      const { tell, stamp } = REPORTS[topic];
      const now = stamp(app);
      if (now === subscription.stamp) continue;
      subscription.since = 0;
      subscription.stamp = now;
      send({ event: topic, [topic]: tell(app) });
    }
  });
  const answer = (): VerbAnswer => ({ ok: true, with: { subscribed: TOPICS.filter((topic) => subscriptions.has(topic)) } });
  return {
    subscribe({ to, every }) {
      for (const topic of to) subscriptions.set(topic, { every, since: Number.POSITIVE_INFINITY });
      return answer();
    },
    unsubscribe({ to }) {
      for (const topic of to) subscriptions.delete(topic);
      return answer();
    },
    stop() {
      stop();
      subscriptions.clear();
    },
  };
}
