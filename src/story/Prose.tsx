import { highlightPart } from '../state/page/slice';
import { SETTINGS, type SettingKey } from '../state/settings/settings';
import { useApp, useAppController } from '../ui/context';
import type { Paragraph, Piece, ScrubWord, SeeWord, SetWord } from './chapter';
import { stateOfChapter } from './states';
import { VERBS } from './verbs';

/** A paragraph whose words set, do, point and can be dragged. */
export function Prose({ pieces, here }: { pieces: Paragraph /** Its step is the one the lab stands at. */; here: boolean }) {
  return (
    <p className="prose">
      {pieces.map((piece, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text keep their order
        <Word key={n} piece={piece} here={here} />
      ))}
    </p>
  );
}

/** A number and its unit are never parted by the end of a line. */
export const unbroken = (text: string): string =>
  text.replace(/(\d) (?=(?:%|steps?|units?|states?|times|updates)\b|%)/g, '$1\u00a0');

function Word({ piece, here }: { piece: Piece; here: boolean }) {
  const app = useAppController();
  if (typeof piece === 'string') return unbroken(piece);
  if (piece.kind === 'see') return <See word={piece} />;
  // Words of another step show what they are, but the lab does not stand so that they fit.
  if (!here) return <span className="word away">{piece.kind === 'scrub' ? <Value word={piece} /> : piece.text}</span>;
  if (piece.kind === 'set') return <SetButton word={piece} />;
  if (piece.kind === 'scrub') return <Scrub word={piece} />;
  return (
    <button type="button" className="word do" onClick={() => VERBS[piece.verb](app)}>
      {piece.text}
    </button>
  );
}

function SetButton({ word }: { word: SetWord }) {
  const app = useAppController();
  const pressed = useApp(({ settings }) =>
    Object.entries(word.set).every(([key, value]) => settings[key as SettingKey] === value),
  );
  const press = () => {
    if (!pressed) return app.apply(word.set);
    const { chapter, step } = app.store.getState().settings;
    const base: Partial<Record<SettingKey, unknown>> = stateOfChapter(chapter).sets[step] ?? {};
    const keys = Object.keys(word.set) as SettingKey[];
    app.apply(Object.fromEntries(keys.map((key) => [key, base[key] ?? SETTINGS[key].fallback])));
  };
  return (
    <button type="button" className="word set" aria-pressed={pressed} onClick={press}>
      {word.text}
    </button>
  );
}

function See({ word }: { word: SeeWord }) {
  const app = useAppController();
  const point = (part: string | undefined) => highlightPart(app.store, part);
  return (
    <button
      type="button"
      className="word see"
      onPointerEnter={() => point(word.part)}
      onPointerLeave={() => point(undefined)}
      onFocus={() => point(word.part)}
      onBlur={() => point(undefined)}
      onClick={() => document.querySelector(`[data-part~="${word.part}"]`)?.scrollIntoView({ block: 'nearest' })}
    >
      {word.text}
    </button>
  );
}

const NAMES: Record<ScrubWord['setting'], string> = {
  sigma: 'noise σ',
  speed: 'steps per second',
  mu: 'gain μ',
  crowd: 'number of paths',
};

const shown = (word: ScrubWord, value: number) => (SETTINGS[word.setting].whole ? String(value) : value.toFixed(2));

function Value({ word }: { word: ScrubWord }) {
  return shown(
    word,
    useApp((state) => state.settings[word.setting]),
  );
}

/** A number in the text: a small slider with the number beside it. */
function Scrub({ word }: { word: ScrubWord }) {
  const app = useAppController();
  const value = useApp((state) => state.settings[word.setting]);
  const { low, high } = word;
  const ratio = low > 0 ? Math.log(high / low) : 0;
  const position = ratio > 0 ? Math.log(value / low) / ratio : (value - low) / (high - low);
  const valueAt = (at: number) => (ratio > 0 ? low * Math.exp(at * ratio) : low + at * (high - low));
  const change = (at: number) => {
    const next = valueAt(at);
    app.set(word.setting, SETTINGS[word.setting].whole ? Math.round(next) : Number(next.toFixed(2)));
  };
  return (
    <span className="scrub">
      <input
        type="range"
        min={0}
        max={1}
        step={0.01}
        value={Math.min(1, Math.max(0, position))}
        aria-label={NAMES[word.setting]}
        aria-valuetext={shown(word, value)}
        onChange={(event) => change(Number(event.target.value))}
      />
      <output>{shown(word, value)}</output>
    </span>
  );
}
