import { useEffect, useRef } from 'react';
import { useApp, useLab } from '../panels/context';
import { KEYS } from '../story/keys';

/** The keys, from the table that binds them, and what the page is about. */
export function Help() {
  const lab = useLab();
  const open = useApp((state) => state.helpOpen);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open && dialog.current?.open) dialog.current.close();
  }, [open]);
  const close = () => lab.store.setState({ helpOpen: false });
  return (
    <dialog ref={dialog} onClose={close} aria-label="Help" className="help">
      <h2>Keys</h2>
      <dl>
        {KEYS.map(({ key, shown, does }) => (
          <div key={key}>
            <dt>
              <kbd>{shown}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <h2>What you see</h2>
      <p>
        A small recurrent network, h ← ReLU(W<sub>hh</sub> h + W<sub>in</sub> x), gets nothing but Gaussian noise x and was
        trained to emit the same sequences as a hidden Markov model. Driven by noise its state circles on an orbit. Without noise
        it falls to one fixed point.
      </p>
      <p>
        The noise level σ scales the whole picture exactly and leaves the timing of the circling untouched; it only makes the
        outputs more or less random. After Torre, Viscione, Pompe, Grewe and Mante,{' '}
        <cite>Mechanistic Interpretability of RNNs emulating Hidden Markov Models</cite>, NeurIPS 2025 (arXiv 2510.25674).
      </p>
      <button type="button" onClick={close}>
        Close
      </button>
    </dialog>
  );
}
