import { useEffect, useRef } from 'react';
import { openHelp } from '../state/page/slice';
import { boundKeys } from '../story/keys';
import { wordsOf } from '../story/keyWords';
import { useApp, useAppController } from '../ui/context';
import { OfflineLine } from './offline/OfflineLine';

/** How long a click holds a key that acts while it is held. */
const HELD_MS = 2000;

/** The keys, from the table that binds them, each of them a button too; and what the page is about. */
export function Help() {
  const app = useAppController();
  const open = useApp((state) => state.helpOpen);
  const settings = useApp((state) => state.settings);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open && dialog.current?.open) dialog.current.close();
  }, [open]);
  const close = () => openHelp(app.store, false);
  return (
    <dialog ref={dialog} onClose={close} aria-label="Help" className="help">
      <h2>Keys</h2>
      <dl>
        {boundKeys(settings).map(({ shown, where, run, release }) => (
          <div key={shown}>
            <dt>
              <button
                type="button"
                title={wordsOf({ shown, where })}
                onClick={() => {
                  run(app);
                  // A key that is held down is let go again: a click does it for a moment.
                  if (release) setTimeout(() => release(app), HELD_MS);
                }}
              >
                <kbd>{shown}</kbd>
              </button>
            </dt>
            <dd>{wordsOf({ shown, where })}</dd>
          </div>
        ))}
      </dl>
      <h2>What you see</h2>
      <p>
        A small recurrent network, h ← ReLU(W<sub>hh</sub> h + W<sub>in</sub> x), gets nothing but Gaussian noise x and was
        trained to emit sequences like those of a hidden Markov model. Driven by noise its state circles on an orbit. Without
        noise it falls to one fixed point.
      </p>
      <p>
        The noise level σ scales the whole picture exactly and leaves the timing of the circling untouched; it only makes the
        outputs more or less random. After Torre, Viscione, Pompe, Grewe and Mante,{' '}
        <cite>Mechanistic Interpretability of RNNs emulating Hidden Markov Models</cite>, NeurIPS 2025 (arXiv 2510.25674).
      </p>
      <OfflineLine />
      <button type="button" onClick={close}>
        Close
      </button>
    </dialog>
  );
}
