import * as v from 'valibot';
import { excerpt } from '../rnn/safetensors';
import { SETTINGS } from '../state/settings/settings';

/**
 * What a page around this one may say, version 1: `{ noisyOrbits: 1, id?, verb, … }`. Every word of it is checked here; nothing of a message
 * is used that is not named in this table.
 */

/** Version of the messages, in each of them both ways. */
export const MESSAGE_VERSION = 1;

/** What is told to those who subscribe. */
export const TOPICS = ['settings', 'state', 'training'] as const;
export type Topic = (typeof TOPICS)[number];

/** Milliseconds between two events of a topic: at least, at most, and where nothing is said. */
const EVENT_MS = { low: 100, high: 60_000, usual: 500 } as const;

/** Longest text of a setting; a model of one's own or a list of units is that long. */
const LONGEST_TEXT = 2000;
const LONGEST_ID = 100;
const MAX_SETTINGS = Object.keys(SETTINGS).length;

const idRule = `must be a number, or a text of at most ${LONGEST_ID} characters`;
const id = v.optional(
  v.union([v.pipe(v.string(), v.maxLength(LONGEST_ID, idRule)), v.pipe(v.number(), v.finite(idRule))], idRule),
);
const valueRule = `must be a number, true or false, or a text of at most ${LONGEST_TEXT} characters`;
const value = v.union([v.pipe(v.string(), v.maxLength(LONGEST_TEXT, valueRule)), v.number(), v.boolean()], valueRule);
/** Counted before it is walked through: a message may be of any size. */
const settings = v.pipe(
  v.custom<Record<string, string | number | boolean>>(isPlain, 'must be an object such as { sigma: 2 }'),
  v.check((given) => Object.keys(given).length > 0, 'is empty'),
  v.check((given) => Object.keys(given).length <= MAX_SETTINGS, `has more than ${MAX_SETTINGS} keys`),
  v.record(v.string(), value),
);
const topics = v.pipe(
  v.custom<Topic[]>(
    (given) => Array.isArray(given) && given.length > 0 && given.length <= TOPICS.length,
    `must be a list of some of ${TOPICS.join(', ')}`,
  ),
  v.array(v.picklist(TOPICS, `must be one of ${TOPICS.join(', ')}`)),
);
const everyRange = `must be a number of milliseconds from ${EVENT_MS.low} to ${EVENT_MS.high}`;
const every = v.optional(
  v.pipe(v.number(everyRange), v.minValue(EVENT_MS.low, everyRange), v.maxValue(EVENT_MS.high, everyRange)),
  EVENT_MS.usual,
);

/** A message of one verb: nothing may be missing and nothing else may be in it. */
const message = <const E extends v.ObjectEntries>(entries: E) =>
  v.strictObject({ noisyOrbits: v.literal(MESSAGE_VERSION), verb: v.string(), id, ...entries });

/** What each verb takes beside its name. */
export const MESSAGES = {
  play: message({}),
  pause: message({}),
  step: message({}),
  reset: message({}),
  /** Without `on` it switches over. */
  noise: message({ on: v.optional(v.boolean('must be true or false')) }),
  set: message({ settings }),
  get: message({}),
  subscribe: message({ to: topics, every }),
  /** Without `to` from everything. */
  unsubscribe: message({ to: v.optional(topics, [...TOPICS]) }),
} as const;
export type MessageVerb = keyof typeof MESSAGES;
export type MessageOf<V extends MessageVerb> = v.InferOutput<(typeof MESSAGES)[V]>;

export type MessageId = string | number | undefined;

/** What was made of a message. `none`: it is not meant for this page at all. */
export type ReadMessage =
  | { kind: 'none' }
  | { kind: 'wrong'; id: MessageId; error: string }
  | { kind: 'message'; id: MessageId; message: { [V in MessageVerb]: MessageOf<V> & { verb: V } }[MessageVerb] };

function isPlain(given: unknown): given is Record<string, unknown> {
  if (typeof given !== 'object' || given === null) return false;
  const prototype: unknown = Object.getPrototypeOf(given);
  return prototype === Object.prototype || prototype === null;
}

const isVerb = (verb: unknown): verb is MessageVerb => typeof verb === 'string' && Object.hasOwn(MESSAGES, verb);

/** A piece of a stranger's text as it may stand in a sentence: short, and on one line. */
export const quoted = (text: string): string => `“${excerpt(text, 24).replace(/\p{C}/gu, '�')}”`;

const quotedValue = (given: unknown): string => (typeof given === 'string' ? quoted(given) : `a value of type ${typeof given}`);

/** Reads whatever a window was sent. Never throws. */
export function readMessage(data: unknown): ReadMessage {
  if (!isPlain(data) || !Object.hasOwn(data, 'noisyOrbits')) return { kind: 'none' };
  const known = v.safeParse(id, data.id);
  const own = known.success ? known.output : undefined;
  const wrong = (error: string): ReadMessage => ({ kind: 'wrong', id: own, error });
  if (data.noisyOrbits !== MESSAGE_VERSION) return wrong(`This page speaks version ${MESSAGE_VERSION} of the messages only.`);
  const { verb } = data;
  if (!isVerb(verb)) return wrong(`There is no verb ${quotedValue(verb)}; there are ${Object.keys(MESSAGES).join(', ')}.`);
  const parsed = v.safeParse(MESSAGES[verb] as v.GenericSchema<unknown, MessageOf<MessageVerb>>, data, { abortEarly: true });
  if (parsed.success)
    return { kind: 'message', id: own, message: parsed.output as Extract<ReadMessage, { kind: 'message' }>['message'] };
  return wrong(`“${verb}” was not done: ${issueText(parsed.issues[0])}.`);
}

/** What is wrong, after the name of the part where it is. */
function issueText({ path, type, expected, message: why }: v.BaseIssue<unknown>): string {
  const location = quoted((path ?? []).map(({ key }) => excerpt(String(key), 12)).join('.') || 'the message');
  if (type === 'strict_object') return `${location} ${expected === 'never' ? 'is not part of it' : 'is missing'}`;
  return `${location} ${why}`;
}
