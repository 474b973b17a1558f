import { useEffect, useState } from 'react';
import { useApp, useAppController } from '../../ui/context';
import { boundKeys } from '../keys';
import { wordsOf } from '../keyWords';

/** Keys of a presenter, in this order. */
const SHOWN = ['←', '→', 'Enter', 'N', 'space', 'S', '.', 'R', 'K', 'T', '1', '2', 'D', 'Q', 'M', 'C', 'O', 'H', 'F', 'L'];
/** Words short enough for the last row. */
const SHORT: Readonly<Record<string, string>> = {
  '←': 'back',
  '→': 'next',
  Enter: 'act',
  N: 'noise',
  T: 'train',
  Q: 'code',
  M: 'sound',
  space: 'pause',
  S: 'slow',
  '.': 'one step',
  R: 'reset',
  K: 'silence (hold)',
  '1': 'one picture',
  '2': 'two pictures',
  D: 'dot',
  C: 'clock',
  O: 'autoplay',
  H: 'hide all',
  F: 'full screen',
  L: 'leave',
};
/** The hints fade when nothing was touched for so long. */
const FADE_MS = 6000;

/** Large keys at the foot of the page, each a button too; they fade away and come back with any key or movement. */
export function KeyHints() {
  const app = useAppController();
  const settings = useApp((state) => state.settings);
  const [faded, setFaded] = useState(false);
  useEffect(() => {
    let timer = setTimeout(() => setFaded(true), FADE_MS);
    const wake = () => {
      setFaded(false);
      clearTimeout(timer);
      timer = setTimeout(() => setFaded(true), FADE_MS);
    };
    const events = ['keydown', 'pointermove', 'pointerdown', 'focusin'] as const;
    for (const event of events) window.addEventListener(event, wake);
    return () => {
      clearTimeout(timer);
      for (const event of events) window.removeEventListener(event, wake);
    };
  }, []);
  const bindings = boundKeys(settings);
  return (
    <div className={faded ? 'key-hints faded' : 'key-hints'} role="toolbar" aria-label="Keys of the lecture">
      {SHOWN.map((shown) => bindings.find((binding) => binding.shown === shown))
        .filter((binding) => binding !== undefined)
        .map(({ shown, where, run, release }) =>
          release ? (
            <button
              key={shown}
              type="button"
              title={wordsOf({ shown, where })}
              onPointerDown={() => run(app)}
              onPointerUp={() => release(app)}
              onPointerLeave={() => release(app)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' && event.key !== ' ') return;
                event.preventDefault();
                run(app);
              }}
              onKeyUp={() => release(app)}
              onBlur={() => release(app)}
            >
              <kbd>{shown}</kbd> {SHORT[shown]}
            </button>
          ) : (
            <button key={shown} type="button" title={wordsOf({ shown, where })} onClick={() => run(app)}>
              <kbd>{shown}</kbd> {SHORT[shown]}
            </button>
          ),
        )}
    </div>
  );
}
