import { useMemo } from 'react';
import { exactStatistics } from '../../hmm/statistics';
import { useApp } from '../../ui/context';
import { MaximiseButton, usePanel } from '../../ui/panelFrame';
import { HmmDiagram } from './HmmDiagram';

const TEXT = { title: 'The model' };

/** The hidden Markov model of the network in view, with the numbers that follow from it exactly. */
export function ModelPanel() {
  const { className, ...frame } = usePanel('model');
  const hmm = useApp((state) => state.network?.hmm);
  const exact = useMemo(() => (hmm ? exactStatistics(hmm) : undefined), [hmm]);
  return (
    <section className={`${className} model-panel`} aria-label={TEXT.title} {...frame}>
      <header>
        <h2>{hmm?.name ?? TEXT.title}</h2>
        <MaximiseButton id="model" title={TEXT.title} />
      </header>
      {hmm && <HmmDiagram hmm={hmm} live />}
      <p className="hint">
        {exact &&
          `Arrows carry the probability to go. Exactly: shares of outputs ${[...exact.frequency].map((share) => share.toFixed(3)).join(', ')}; an output differs from the one before with probability ${exact.changeRate.toFixed(4)}.`}
      </p>
    </section>
  );
}
