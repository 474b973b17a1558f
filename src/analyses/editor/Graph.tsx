import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { arcBetween, type Disc, nodeAt, type Point } from '../../charts/graph/routes';
import { ArrowHead, Edge, Label, PieRing } from '../../charts/graph/SvgGraph';
import { setCell } from '../../hmm/edit';
import { createHmmStepper } from '../../hmm/sample';
import type { HmmSpec } from '../../hmm/spec';
import { useAppController, useFrame, usePalette } from '../../ui/context';
import { EDITOR } from '../../ui/importText';
import { useIsVisible, useSize } from '../../ui/onScreen';

/** Places of the states, in shares of the picture; new ones come onto a ring. */
function ringPlaces(count: number): Point[] {
  return Array.from({ length: count }, (_, n) => {
    const angle = -Math.PI / 2 + (2 * Math.PI * n) / Math.max(1, count);
    return { x: 0.5 + 0.36 * Math.cos(angle), y: 0.5 + 0.36 * Math.sin(angle) };
  });
}

const RADIUS = 22;
/** An arrow may be dropped so much beside a state, in radii. */
const FINGER = 1.5;
/** How arrows bend, and how far beside their middle the number stands, in pixels. */
const BEND = { share: 0.16, most: 30, leave: 2, arrive: 6 };
const LABEL_GAP = 7;
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

/** Where the states stand on the picture, and what a pointer does to them: moves one, or draws an arrow from it to another. */
function useGraph({ spec, onSelect }: GraphProps) {
  const app = useAppController();
  const frame = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(frame);
  const [places, setPlaces] = useState<Point[]>(() => ringPlaces(spec.nStates));
  const [drag, setDrag] = useState<{ state: number; kind: 'move' | 'connect'; at: Point }>();
  useEffect(() => {
    setPlaces((old) => (old.length === spec.nStates ? old : ringPlaces(spec.nStates)));
  }, [spec.nStates]);
  const at = (state: number): Disc => {
    const place = places[state] ?? { x: 0.5, y: 0.5 };
    return { x: place.x * width, y: place.y * height, radius: RADIUS };
  };
  const pointOf = (event: PointerEvent): Point => {
    const box = frame.current!.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const begin = (event: PointerEvent, state: number, kind: 'move' | 'connect') => {
    event.preventDefault();
    event.stopPropagation();
    frame.current!.setPointerCapture(event.pointerId);
    setDrag({ state, kind, at: pointOf(event) });
    onSelect(state);
  };
  const moveTo = (state: number, { x, y }: Point) => {
    const clamp = (value: number, size: number) => Math.min(1 - RADIUS / size, Math.max(RADIUS / size, value / size));
    setPlaces(places.map((place, n) => (n === state ? { x: clamp(x, width), y: clamp(y, height) } : place)));
  };
  const move = (event: PointerEvent) => {
    if (!drag) return;
    const point = pointOf(event);
    setDrag({ ...drag, at: point });
    if (drag.kind === 'move') moveTo(drag.state, point);
  };
  const end = (event: PointerEvent) => {
    if (drag?.kind === 'connect') {
      const { x, y } = pointOf(event);
      const discs = places.map((_, state) => at(state));
      const to = nodeAt(discs, x, y, FINGER);
      if (to !== undefined && to !== drag.state && spec.transitionMatrix[drag.state]![to] === 0)
        app.draft.change((now) => setCell(now, 'transitionMatrix', drag.state, to, FIRST, []));
    }
    setDrag(undefined);
  };
  return { frame, width, height, places, drag, at, begin, moveTo, move, end, cancel: () => setDrag(undefined) };
}

/** The model as states and arrows, with a token that hops on it. */
export function Graph(props: GraphProps) {
  const { spec, selected, onSelect } = props;
  const palette = usePalette();
  const { frame, width, height, places, drag, at, begin, moveTo, move, end, cancel } = useGraph(props);
  return (
    <figure className="editor-graph">
      <div
        ref={frame}
        className="graph-stage"
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={cancel}
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
            <Arrows spec={spec} at={at} />
            {drag?.kind === 'connect' && <NewArrow from={at(drag.state)} to={drag.at} />}
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

/** An arrow for every transition between two states that is possible. */
function Arrows({ spec, at }: { spec: HmmSpec; at: (state: number) => Disc }) {
  const { muted } = usePalette();
  return (
    <>
      <defs>
        <ArrowHead id="editor-arrow" colour={muted} size={4.5} unit="line" />
      </defs>
      {spec.transitionMatrix.flatMap((row, from) =>
        row.map((p, to) =>
          from !== to && p > 0 ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: states are their numbers
            <Arrow key={`${from}-${to}`} a={at(from)} b={at(to)} probability={p} colour={muted} />
          ) : null,
        ),
      )}
    </>
  );
}

/** The arrow that is being drawn. */
function NewArrow({ from, to }: { from: Point; to: Point }) {
  const { accent } = usePalette();
  return <line x1={from.x} y1={from.y} x2={to.x} y2={to.y} stroke={accent} strokeWidth={2} strokeDasharray="5 4" />;
}

function Arrow({ a, b, probability, colour }: { a: Disc; b: Disc; probability: number; colour: string }) {
  const arc = arcBetween(a, b, BEND);
  const { control, side } = arc;
  return (
    <g>
      <Edge curve={arc} head="editor-arrow" colour={colour} width={1 + 6 * probability} />
      <Label at={{ x: control.x + side.x * LABEL_GAP, y: control.y + side.y * LABEL_GAP }}>
        {probability.toFixed(3).replace(/^0/, '').replace(/0+$/, '')}
      </Label>
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
      <PieRing
        className="rim"
        shares={spec.emissionMatrix[state]!}
        colours={colours}
        radius={RADIUS}
        width={11}
        onPointerDown={onConnect}
      />
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
