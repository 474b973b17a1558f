import { useRef } from 'react';
import { ArrowHead, Edge, Label, PieRing } from '../../charts/graph/SvgGraph';
import type { HmmSpec } from '../../hmm/spec';
import { usePalette } from '../../ui/context';
import { useSize } from '../../ui/onScreen';
import { LiveState } from './LiveState';
import { layoutModel } from './layout';
import { modelText } from './modelText';

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
              <g key={node.state} transform={`translate(${node.x},${node.y})`}>
                <PieRing
                  shares={hmm.emissionMatrix[node.state]!}
                  colours={palette.outputs}
                  radius={radius * 0.81}
                  width={radius * 0.38}
                />
                <circle r={radius * 0.62} fill={palette.panel} />
                <text
                  className="stay"
                  textAnchor="middle"
                  dominantBaseline="central"
                  fontSize={(radius * 1.9) / short(node.stay).length}
                >
                  {short(node.stay)}
                </text>
                {chain && (
                  <text y={radius + 11} textAnchor="middle" dominantBaseline="central">
                    state {node.state}
                  </text>
                )}
              </g>
            ))}
            {live && <LiveState nodes={nodes} radius={radius} />}
          </svg>
        )}
      </div>
      <figcaption className="hint">Inside each circle: the probability of staying. Ring: what the state emits.</figcaption>
    </figure>
  );
}
