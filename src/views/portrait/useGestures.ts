import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { rotateBy, rotateByKey } from '../../charts/orbitView';
import { brushTo, clampView, dataAt, isHome, type PixelRectangle, panBy, wheelFactor, zoomAt } from '../../charts/viewGestures';
import { useApp, useAppController } from '../../ui/context';
import type { PortraitView } from './picture';
import { type Camera, orbitView } from './projection';

export type Tool = 'move' | 'zoom' | 'pan';

/** What a drag in progress shows above the picture. */
export type DragMark = { kind: 'place'; x: number; y: number } | ({ kind: 'brush' } & PixelRectangle);

/** What an arrow key does: pans by so many pixels, or carries a state that is held. */
const PAN_PIXELS = 40;
const CARRY_PIXELS = 12;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const KEY_ZOOM = 1.25;

interface Gestures {
  drag: DragMark | undefined;
  zoomed: PortraitView['view'] | undefined;
  reset(): void;
  handlers: {
    onPointerDown(event: PointerEvent): void;
    onPointerMove(event: PointerEvent): void;
    onPointerUp(event: PointerEvent): void;
    onPointerCancel(): void;
    onDoubleClick(): void;
    onKeyDown(event: React.KeyboardEvent): void;
    onBlur(): void;
  };
}

/** Where in the picture the view is, as the user chose it. */
interface Zoom {
  /** undefined is the view that holds everything. */
  zoomed: PortraitView['view'] | undefined;
  /** Shows another part of the picture; one that holds everything ends the zoom. */
  go(view: PortraitView['view']): void;
  reset(): void;
}

/** What gestures read and change. */
interface Hand extends Zoom {
  canvas: RefObject<HTMLCanvasElement | null>;
  shown: RefObject<PortraitView | undefined>;
  camera: Camera;
  setCamera: (camera: Camera) => void;
  tool: Tool;
  drag: DragMark | undefined;
  setDrag: (mark: DragMark | undefined) => void;
  /** Where the button went down; undefined while none is. */
  start: RefObject<{ x: number; y: number; id: number } | undefined>;
  /** Puts the live state at a pixel of a flat picture. */
  put(pixel: { x: number; y: number }): void;
  /** Arrow keys turn the pages of the story, wherever the focus is. */
  arrowsTurnPages(): boolean;
}

/** Pointer, wheel and keys on the portrait: place a state, brush or wheel to zoom, pan, and turn the 3-D picture. */
export function useGestures(
  canvas: RefObject<HTMLCanvasElement | null>,
  shown: RefObject<PortraitView | undefined>,
  camera: Camera,
  setCamera: (camera: Camera) => void,
  tool: Tool,
): Gestures {
  const app = useAppController();
  const [drag, setDrag] = useState<DragMark>();
  const start = useRef<{ x: number; y: number; id: number } | undefined>(undefined);
  const zoom = useZoom(canvas, shown, tool);
  const hand: Hand = {
    ...zoom,
    canvas,
    shown,
    camera,
    setCamera,
    tool,
    drag,
    setDrag,
    start,
    put({ x, y }) {
      if (!shown.current || camera.kind === 'space') return;
      const data = dataAt(shown.current.scale, x, y);
      app.setLiveState(camera.axes, data.x, data.y);
    },
    arrowsTurnPages: () => app.store.getState().settings.view === 'story',
  };
  return { drag, zoomed: zoom.zoomed, reset: zoom.reset, handlers: { ...pointerHandlers(hand), ...keyHandlers(hand) } };
}

const pixelOf = (canvas: Hand['canvas'], event: { clientX: number; clientY: number }) => {
  const box = canvas.current!.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
};

function useZoom(canvas: Hand['canvas'], shown: Hand['shown'], tool: Tool): Zoom {
  /** A step of the story begins with everything in view. */
  const location = useApp(({ settings: { view, chapter, step } }) => (view === 'story' ? `${chapter} ${step}` : view));
  const [zoom, setZoom] = useState<{ view: PortraitView['view']; location: string }>();
  const wheelTool = useRef(tool);
  wheelTool.current = tool;
  const go = (view: PortraitView['view']) => {
    const home = shown.current?.home;
    if (!home) return;
    const next = clampView(view, home);
    setZoom(isHome(next, home) ? undefined : { view: next, location });
  };
  // Not a React handler: those are passive, and the page must not scroll under a zoom.
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      // The page scrolls over the picture unless the user is zooming on purpose.
      const wanted = event.ctrlKey || event.metaKey || wheelTool.current !== 'move';
      if (!wanted || !shown.current) return;
      event.preventDefault();
      const { x, y } = pixelOf(canvas, event);
      const { view, scale, home } = shown.current;
      go(zoomAt(view, scale, x, y, wheelFactor(event.deltaY, event.deltaMode), home));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  });
  return { zoomed: zoom?.location === location ? zoom.view : undefined, go, reset: () => setZoom(undefined) };
}

const turnTo = ({ setCamera }: Hand, { yaw, pitch }: { yaw: number; pitch: number }) => setCamera({ kind: 'space', yaw, pitch });

function pointerHandlers(hand: Hand) {
  const { canvas, shown, camera, tool, setDrag, start, go, put, reset } = hand;
  const finish = (pixel: { x: number; y: number }) => {
    const from = start.current;
    const now = shown.current;
    start.current = undefined;
    setDrag(undefined);
    if (!from || !now || camera.kind === 'space') return;
    if (tool === 'zoom') go(brushTo(now.view, now.scale, { x0: from.x, y0: from.y, x1: pixel.x, y1: pixel.y }));
    else if (tool === 'move') put(pixel);
  };
  return {
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0) return;
      canvas.current?.setPointerCapture(event.pointerId);
      const pixel = pixelOf(canvas, event);
      start.current = { ...pixel, id: event.pointerId };
      if (camera.kind === 'plane' && tool === 'move') setDrag({ kind: 'place', ...pixel });
    },
    onPointerMove(event: PointerEvent) {
      const from = start.current;
      const now = shown.current;
      if (!from || !now || from.id !== event.pointerId) return;
      const pixel = pixelOf(canvas, event);
      const turns = camera.kind === 'space' && tool !== 'pan';
      if (turns) turnTo(hand, rotateBy(orbitView(camera), pixel.x - from.x, pixel.y - from.y));
      else if (tool === 'pan') go(panBy(now.view, now.scale, pixel.x - from.x, pixel.y - from.y));
      else if (tool === 'zoom') setDrag({ kind: 'brush', x0: from.x, y0: from.y, x1: pixel.x, y1: pixel.y });
      else setDrag({ kind: 'place', ...pixel });
      if (turns || tool === 'pan') start.current = { ...pixel, id: from.id };
    },
    onPointerUp(event: PointerEvent) {
      if (start.current?.id === event.pointerId) finish(pixelOf(canvas, event));
    },
    onPointerCancel() {
      start.current = undefined;
      setDrag(undefined);
    },
    onDoubleClick() {
      if (tool !== 'move') reset();
    },
  };
}

function keyHandlers(hand: Hand) {
  const { camera, tool, drag, setDrag, start, canvas, put } = hand;
  /** A state that keys have taken hold of. */
  const held = drag?.kind === 'place' && !start.current ? drag : undefined;
  /** Enter takes hold of the state in the middle of the picture, arrows carry it, Enter lets it go there, Escape leaves it alone. */
  const carry = (key: string): boolean => {
    if (camera.kind === 'space' || tool !== 'move') return false;
    const { clientWidth, clientHeight } = canvas.current!;
    if (key === 'Enter') {
      if (held) put(held);
      setDrag(held ? undefined : { kind: 'place', x: clientWidth / 2, y: clientHeight / 2 });
      return true;
    }
    const arrow = held && ARROWS[key];
    if (arrow) {
      const within = (value: number, size: number) => Math.min(size, Math.max(0, value));
      const x = within(held.x + CARRY_PIXELS * arrow[0], clientWidth);
      setDrag({ kind: 'place', x, y: within(held.y + CARRY_PIXELS * arrow[1], clientHeight) });
    } else if (held && key === 'Escape') setDrag(undefined);
    else return false;
    return true;
  };
  return {
    onKeyDown(event: React.KeyboardEvent) {
      if (!event.ctrlKey && !event.metaKey && !event.altKey && (carry(event.key) || look(hand, event.key, event.shiftKey))) {
        event.preventDefault();
        event.stopPropagation();
      }
    },
    onBlur() {
      if (held) setDrag(undefined);
    },
  };
}

/** Keys that change what is seen: arrows pan or turn, plus and minus zoom, 0 shows all. @returns whether the key was one of them */
function look(hand: Hand, key: string, shift: boolean): boolean {
  const { shown, camera, canvas, go, reset, arrowsTurnPages } = hand;
  const now = shown.current;
  if (!now || (key in ARROWS && !shift && arrowsTurnPages())) return false;
  const turned = camera.kind === 'space' ? rotateByKey(orbitView(camera), key) : undefined;
  const arrow = ARROWS[key];
  const { clientWidth, clientHeight } = canvas.current!;
  const zoomBy = (factor: number) => go(zoomAt(now.view, now.scale, clientWidth / 2, clientHeight / 2, factor, now.home));
  if (turned) turnTo(hand, turned);
  else if (arrow) go(panBy(now.view, now.scale, -PAN_PIXELS * arrow[0], -PAN_PIXELS * arrow[1]));
  else if (key === '+' || key === '=') zoomBy(KEY_ZOOM);
  else if (key === '-') zoomBy(1 / KEY_ZOOM);
  else if (key === '0') reset();
  else return false;
  return true;
}
