import { PANELS } from '../../analyses/registry';
import { LAB, QUESTIONS } from './text';

/** What a reader may ask of a network, each question a way to the panel that answers it. */
export function Overview({ onShow }: { onShow: (panel: string) => void }) {
  return (
    <section className="questions" aria-label={LAB.questions}>
      <h2>{LAB.questions}</h2>
      <ul>
        {QUESTIONS.map(({ asks, panel }) => (
          <li key={panel}>
            <button type="button" onClick={() => onShow(panel)} data-question={panel}>
              {asks} <span>{PANELS.find(({ id }) => id === panel)?.title}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="hint">{LAB.files}</p>
    </section>
  );
}
