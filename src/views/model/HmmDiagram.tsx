import { useMemo, useRef } from 'react';
import { ArrowHead, Edge, Label, PieRing } from '../../charts/graph/SvgGraph';
import type { HmmSpec } from '../../hmm/spec';
import { exactStatistics } from '../../hmm/statistics';
import { HISTORY } from '../../state/live/liveRun';
import { useApp, useAppController, useLiveFrame, usePalette } from '../../ui/context';
import { useSize } from '../../ui/onScreen';
import { MaximiseButton, usePanel } from '../../ui/panelFrame';
import { layoutModel } from './layout';
import './model.css';

const listed = (row: readonly number[], word: (index: number) => string): string =>
  row.flatMap((p, index) => (p > 0 ? [`${word(index)} with ${Number(p.toFixed(3))}`] : [])).join(', ');

/** The model in words, state by state: where it goes and what it emits, with what probability. */
function modelText({ name, transitionMatrix, emissionMatrix }: HmmSpec): string {
  const states = transitionMatrix.map((row, state) => {
    const goes = listed(row, (to) => (to === state ? 'stays' : `to state ${to}`));
    return `State ${state}: ${goes}; emits ${listed(emissionMatrix[state]!, (output) => `output ${output}`)}.`;
  });
  return `${name}. ${states.join(' ')}`;
}

const short = (p: number) => p.toFixed(3).replace(/0+$/, '').replace(/^0/, '').replace(/\.$/, '');

/** The model as a graph: hidden states with their stay probability, arrows with theirs, a pie of what each state emits. */
export function HmmDiagram({
  hmm,
  live = false,
}: {
  hmm: HmmSpec /** The hidden state of the live run is marked. */;
  live?: boolean;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(frame);
  const palette = usePalette();
  const { nodes, arrows, radius } = layoutModel(hmm, width, height);
  const chain = hmm.topology === 'linear-chain';
  return (
    <figure className={chain ? 'model-diagram' : 'model-diagram tall'}>
      <div ref={frame}>
        {width > 0 && (
          <svg width={width} height={height} role="img" aria-label={modelText(hmm)}>
            <defs>
              <ArrowHead id="arrow-head" colour={palette.muted} size={9} unit="pixel" />
            </defs>
            {arrows.map(({ from, to, curve, probability }) => (
              <Edge key={`${from}-${to}`} curve={curve} head="arrow-head" colour={palette.muted} width={1 + 3 * probability} />
            ))}
            {/* After all the arrows, so that none runs through a label. */}
            {arrows.map(({ from, to, labelX, labelY, probability }) => (
              <Label key={`${from}-${to}`} at={{ x: labelX, y: labelY }}>
                {short(probability)}
              </Label>
            ))}
            {nodes.map((node) => (
              <State key={node.state} node={node} emissions={hmm.emissionMatrix[node.state]!} radius={radius} named={chain} />
            ))}
            {live && <LiveState nodes={nodes} radius={radius} />}
          </svg>
        )}
      </div>
      <figcaption className="hint">Inside each circle: the probability of staying. Ring: what the state emits.</figcaption>
    </figure>
  );
}

interface StateProps {
  node: ReturnType<typeof layoutModel>['nodes'][number];
  /** Probabilities of the outputs. */
  emissions: readonly number[];
  /** In pixels. */
  radius: number;
  /** Its number is written below it. */
  named: boolean;
}

/** A hidden state: a ring of what it emits around the probability of staying. */
function State({ node, emissions, radius, named }: StateProps) {
  const palette = usePalette();
  const stay = short(node.stay);
  return (
    <g transform={`translate(${node.x},${node.y})`}>
      <PieRing shares={emissions} colours={palette.outputs} radius={radius * 0.81} width={radius * 0.38} />
      <circle r={radius * 0.62} fill={palette.panel} />
      <text className="stay" textAnchor="middle" dominantBaseline="central" fontSize={(radius * 1.9) / stay.length}>
        {stay}
      </text>
      {named && (
        <text y={radius + 11} textAnchor="middle" dominantBaseline="central">
          state {node.state}
        </text>
      )}
    </g>
  );
}

interface LiveStateProps {
  nodes: ReturnType<typeof layoutModel>['nodes'];
  /** Of a node, in pixels. */
  radius: number;
}

/** A ring around the hidden state that the model of the live run is in, in the colour of the output it shows at this step. */
function LiveState({ nodes, radius }: LiveStateProps) {
  const app = useAppController();
  const palette = usePalette();
  const historyOffset = useApp((state) => state.historyOffset);
  const ring = useRef<SVGCircleElement>(null);
  useLiveFrame(() => {
    const { liveRun } = app;
    const step = (liveRun?.step ?? 0) - 1 - historyOffset;
    if (!ring.current || !liveRun || step < 0) return;
    const node = nodes[liveRun.hmmStates[step % HISTORY]!];
    if (!node) return;
    ring.current.setAttribute('transform', `translate(${node.x},${node.y})`);
    ring.current.setAttribute('stroke', palette.outputs[liveRun.hmmOutputs[step % HISTORY]!]!);
    ring.current.dataset.state = String(node.state);
  });
  return <circle ref={ring} className="live-state" r={radius + 5} fill="none" strokeWidth={5} data-testid="live-state" />;
}

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
