import { useRef } from 'react';
import type { HmmSpec } from '../../hmm/spec';
import { usePalette } from '../../ui/context';
import { useSize } from '../../ui/useSize';
import { layoutModel } from './layout';
import { modelText } from './modelText';

const short = (p: number) => p.toFixed(3).replace(/0+$/, '').replace(/^0/, '').replace(/\.$/, '');

/** The model as a graph: hidden states with their stay probability, arrows with theirs, a pie of what each state emits. */
export function HmmDiagram({ hmm }: { hmm: HmmSpec }) {
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
              <marker
                id="arrow-head"
                viewBox="0 0 8 8"
                refX="6"
                refY="4"
                markerUnits="userSpaceOnUse"
                markerWidth="9"
                markerHeight="9"
                orient="auto"
              >
                <path d="M0,0 L8,4 L0,8 z" fill={palette.muted} />
              </marker>
            </defs>
            {arrows.map((arrow) => (
              <path
                key={`${arrow.from}-${arrow.to}`}
                d={arrow.path}
                fill="none"
                stroke={palette.muted}
                strokeWidth={1 + 3 * arrow.probability}
                markerEnd="url(#arrow-head)"
              />
            ))}
            {/* After all the arrows, so that none runs through a label. */}
            {arrows.map((arrow) => (
              <text
                key={`${arrow.from}-${arrow.to}`}
                x={arrow.labelX}
                y={arrow.labelY}
                textAnchor="middle"
                dominantBaseline="central"
              >
                {short(arrow.probability)}
              </text>
            ))}
            {nodes.map((node) => (
              <g key={node.state} transform={`translate(${node.x},${node.y})`}>
                <Pie emissions={hmm.emissionMatrix[node.state]!} radius={radius} colours={palette.outputs} />
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
          </svg>
        )}
      </div>
      <figcaption className="hint">The model: in each state the probability to stay, around it what the state emits.</figcaption>
    </figure>
  );
}

function Pie({ emissions, radius, colours }: { emissions: readonly number[]; radius: number; colours: readonly string[] }) {
  const circumference = 2 * Math.PI * (radius * 0.81);
  let before = 0;
  return emissions.map((p, k) => {
    const start = before;
    before += p;
    return (
      <circle
        key={colours[k]}
        r={radius * 0.81}
        fill="none"
        stroke={colours[k]}
        strokeWidth={radius * 0.38}
        strokeDasharray={`${p * circumference} ${circumference}`}
        strokeDashoffset={-start * circumference}
        transform="rotate(-90)"
      />
    );
  });
}
