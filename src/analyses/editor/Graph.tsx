import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { setCell } from '../../hmm/edit';
import { createHmmStepper } from '../../hmm/sample';
import type { HmmSpec } from '../../hmm/spec';
import { useAppController, useFrame, usePalette } from '../../ui/context';
import { EDITOR } from '../../ui/importText';
import { useSize } from '../../ui/useSize';
import { useIsVisible } from '../../ui/VisibilityContext';

interface Point {
  x: number;
  y: number;
}

/** Places of the states, in shares of the picture; new ones come onto a ring. */
function ringPlaces(count: number): Point[] {
  return Array.from({ length: count }, (_, n) => {
    const angle = -Math.PI / 2 + (2 * Math.PI * n) / Math.max(1, count);
    return { x: 0.5 + 0.36 * Math.cos(angle), y: 0.5 + 0.36 * Math.sin(angle) };
  });
}

const RADIUS = 22;
/** A new arrow begins with this probability. */
const FIRST = 0.05;
/** Hops of the token per second, and outputs shown of it. */
const RATE = 4;
const SHOWN = 60;

interface GraphProps {
  spec: HmmSpec;
  selected: number | undefined;
  onSelect: (state: number | undefined) => void;
}

/** The model as states and arrows, with a token that hops on it. */
export function Graph({ spec, selected, onSelect }: GraphProps) {
  const app = useAppController();
  const palette = usePalette();
  const frame = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(frame);
  const [places, setPlaces] = useState<Point[]>(() => ringPlaces(spec.nStates));
  const [drag, setDrag] = useState<{ state: number; kind: 'move' | 'connect'; at: Point }>();
  useEffect(() => {
    setPlaces((old) => (old.length === spec.nStates ? old : ringPlaces(spec.nStates)));
  }, [spec.nStates]);
  const at = (state: number): Point => {
    const place = places[state] ?? { x: 0.5, y: 0.5 };
    return { x: place.x * width, y: place.y * height };
  };
  const pointOf = (event: PointerEvent): Point => {
    const box = frame.current!.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const stateAt = ({ x, y }: Point): number => places.findIndex((_, n) => Math.hypot(at(n).x - x, at(n).y - y) < RADIUS * 1.5);
  const begin = (event: PointerEvent, state: number, kind: 'move' | 'connect') => {
    event.preventDefault();
    event.stopPropagation();
    frame.current!.setPointerCapture(event.pointerId);
    setDrag({ state, kind, at: pointOf(event) });
    onSelect(state);
  };
  const move = (event: PointerEvent) => {
    if (!drag) return;
    const point = pointOf(event);
    setDrag({ ...drag, at: point });
    if (drag.kind !== 'move') return;
    moveTo(drag.state, point);
  };
  const moveTo = (state: number, { x, y }: Point) => {
    const clamp = (value: number, size: number) => Math.min(1 - RADIUS / size, Math.max(RADIUS / size, value / size));
    setPlaces(places.map((place, n) => (n === state ? { x: clamp(x, width), y: clamp(y, height) } : place)));
  };
  const end = (event: PointerEvent) => {
    if (drag?.kind === 'connect') {
      const to = stateAt(pointOf(event));
      if (to >= 0 && to !== drag.state && spec.transitionMatrix[drag.state]![to] === 0)
        app.draft.change((now) => setCell(now, 'transitionMatrix', drag.state, to, FIRST, []));
    }
    setDrag(undefined);
  };
  return (
    <figure className="editor-graph">
      <div
        ref={frame}
        className="graph-stage"
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={() => setDrag(undefined)}
        onPointerDown={() => onSelect(undefined)}
      >
        {width > 0 && (
          // biome-ignore lint/a11y/useSemanticElements: a drawing that holds controls cannot be a fieldset
          <svg
            width={width}
            height={height}
            role="group"
            aria-label={`${spec.name}: ${spec.nStates} states, ${spec.nOutputs} outputs`}
          >
            <defs>
              <marker id="editor-arrow" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="4.5" markerHeight="4.5" orient="auto">
                <path d="M0,0 L8,4 L0,8 z" fill={palette.muted} />
              </marker>
            </defs>
            {spec.transitionMatrix.flatMap((row, from) =>
              row.map((p, to) =>
                from !== to && p > 0 ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: states are their numbers
                  <Arrow key={`${from}-${to}`} a={at(from)} b={at(to)} probability={p} colour={palette.muted} />
                ) : null,
              ),
            )}
            {drag?.kind === 'connect' && (
              <line
                x1={at(drag.state).x}
                y1={at(drag.state).y}
                x2={drag.at.x}
                y2={drag.at.y}
                stroke={palette.accent}
                strokeWidth={2}
                strokeDasharray="5 4"
              />
            )}
            {places.slice(0, spec.nStates).map((_, state) => (
              <State
                // biome-ignore lint/suspicious/noArrayIndexKey: states are their numbers
                key={state}
                state={state}
                place={at(state)}
                spec={spec}
                colours={palette.outputs}
                selected={state === selected}
                onMove={(event) => begin(event, state, 'move')}
                onConnect={(event) => begin(event, state, 'connect')}
                onSelect={() => onSelect(state)}
                onNudge={(dx, dy) => moveTo(state, { x: at(state).x + dx, y: at(state).y + dy })}
              />
            ))}
            <Token spec={spec} at={at} />
          </svg>
        )}
      </div>
      <figcaption className="hint">{EDITOR.graph}</figcaption>
      <Emitted spec={spec} />
    </figure>
  );
}

function Arrow({ a, b, probability, colour }: { a: Point; b: Point; probability: number; colour: string }) {
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length];
  const bow = Math.min(30, length * 0.16);
  const middle = { x: (a.x + b.x) / 2 + uy * bow, y: (a.y + b.y) / 2 - ux * bow };
  const from = (point: Point, gap: number) => {
    const d = Math.hypot(middle.x - point.x, middle.y - point.y) || 1;
    return `${point.x + ((middle.x - point.x) / d) * gap},${point.y + ((middle.y - point.y) / d) * gap}`;
  };
  return (
    <g>
      <path
        d={`M${from(a, RADIUS + 2)} Q${middle.x},${middle.y} ${from(b, RADIUS + 6)}`}
        fill="none"
        stroke={colour}
        strokeWidth={1 + 6 * probability}
        markerEnd="url(#editor-arrow)"
      />
      <text x={middle.x + uy * 7} y={middle.y - ux * 7} textAnchor="middle" dominantBaseline="central">
        {probability.toFixed(3).replace(/^0/, '').replace(/0+$/, '')}
      </text>
    </g>
  );
}

interface StateProps {
  state: number;
  place: Point;
  spec: HmmSpec;
  colours: readonly string[];
  selected: boolean;
  onMove: (event: PointerEvent) => void;
  onConnect: (event: PointerEvent) => void;
  onSelect: () => void;
  /** Moves it by so many pixels. */
  onNudge: (dx: number, dy: number) => void;
}

const NUDGE = 12;
const NUDGES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-NUDGE, 0],
  ArrowRight: [NUDGE, 0],
  ArrowUp: [0, -NUDGE],
  ArrowDown: [0, NUDGE],
};

/** A state: its rim is a pie of what it emits and starts arrows, its middle is moved, by arrow keys too. */
function State({ state, place, spec, colours, selected, onMove, onConnect, onSelect, onNudge }: StateProps) {
  const around = 2 * Math.PI * RADIUS;
  let before = 0;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group inside a drawing cannot be a button element
    <g
      transform={`translate(${place.x},${place.y})`}
      className={selected ? 'graph-state selected' : 'graph-state'}
      role="button"
      tabIndex={0}
      aria-label={`State ${state}${selected ? ', selected' : ''}`}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          onSelect();
        }
        const nudge = NUDGES[event.key];
        if (nudge) {
          event.preventDefault();
          onNudge(...nudge);
        }
      }}
    >
      {spec.emissionMatrix[state]!.map((p, k) => {
        const start = before;
        before += p;
        return (
          <circle
            key={colours[k]}
            className="rim"
            r={RADIUS}
            fill="none"
            stroke={colours[k]}
            strokeWidth={11}
            strokeDasharray={`${p * around} ${around}`}
            strokeDashoffset={-start * around}
            transform="rotate(-90)"
            onPointerDown={onConnect}
          />
        );
      })}
      <circle className="middle" r={RADIUS - 5} onPointerDown={onMove} />
      <text textAnchor="middle" dominantBaseline="central" pointerEvents="none">
        {state}
      </text>
    </g>
  );
}

/** A dot that hops from state to state as the model does, while the live run plays; its draws are seeded, like all. */
function Token({ spec, at }: { spec: HmmSpec; at: (state: number) => Point }) {
  const app = useAppController();
  const dot = useRef<SVGCircleElement>(null);
  const visible = useIsVisible();
  const hop = useHops(spec);
  useFrame((dt) => {
    if (!visible || !dot.current) return;
    const { from, to, share } = hop.advance(app.store.getState().playing ? dt : 0);
    const [a, b] = [at(from), at(to)];
    const ease = share * share * (3 - 2 * share);
    dot.current.setAttribute('cx', String(a.x + (b.x - a.x) * ease));
    dot.current.setAttribute('cy', String(a.y + (b.y - a.y) * ease - RADIUS * 1.7 - 6 * Math.sin(Math.PI * share)));
  });
  return <circle ref={dot} r={6} className="token" />;
}

/** The token's walk: where it comes from, where it goes, and how far it is. */
function useHops(spec: HmmSpec) {
  return useMemo(() => {
    const stepper = createHmmStepper(spec, 1, 'liveHmm', 1);
    stepper.next();
    let from = stepper.state;
    let to = from;
    let elapsed = 0;
    return {
      advance(dt: number) {
        elapsed += dt * RATE;
        while (elapsed >= 1) {
          elapsed -= 1;
          from = to;
          stepper.next();
          to = stepper.state;
        }
        return { from, to, share: elapsed };
      },
    };
  }, [spec]);
}

/** The outputs of such a walk. */
function Emitted({ spec }: { spec: HmmSpec }) {
  const palette = usePalette();
  const outputs = useMemo(() => {
    const stepper = createHmmStepper(spec, 1, 'liveHmm', 1);
    return Array.from({ length: SHOWN }, () => stepper.next());
  }, [spec]);
  return (
    <div className="emitted" role="img" aria-label={`${SHOWN} outputs of the model: ${outputs.join(' ')}`} title={EDITOR.outputs}>
      {outputs.map((output, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a strip of steps
        <i key={n} style={{ background: palette.outputs[output] }}>
          {output}
        </i>
      ))}
    </div>
  );
}
