/** A closed or open run of points as it was stroked or filled. */
export interface Painted {
  kind: 'stroke' | 'fill' | 'text' | 'image' | 'rect';
  /** Subpaths, a rectangle as its corners, in the picture's coordinates; a disc is its centre with `radius`. */
  paths: { x: number; y: number }[][];
  discs: { x: number; y: number; radius: number }[];
  colour: string;
  alpha: number;
  width: number;
  text?: string;
}

/** Stands in for a canvas context: keeps what was painted, with the style it was painted in. @param size of the canvas, one device pixel a CSS pixel */
export function recordingContext(size = { width: 1000, height: 1000 }) {
  const painted: Painted[] = [];
  let paths: { x: number; y: number }[][] = [];
  let discs: { x: number; y: number; radius: number }[] = [];
  const state = {
    globalAlpha: 1,
    strokeStyle: '#000',
    fillStyle: '#000',
    lineWidth: 1,
    lineCap: 'butt',
    lineJoin: 'miter',
    font: '',
    textAlign: 'left',
    textBaseline: 'alphabetic',
    imageSmoothingEnabled: true,
  };
  // Of the transforms, moves and turns; no picture scales in its middle.
  let frame = { x: 0, y: 0, turn: 0 };
  const saved: { frame: typeof frame; style: typeof state }[] = [];
  const place = (x: number, y: number) => {
    const [cos, sin] = [Math.cos(frame.turn), Math.sin(frame.turn)];
    return { x: frame.x + x * cos - y * sin, y: frame.y + x * sin + y * cos };
  };
  const keep = (kind: Painted['kind'], colour: string, text?: string) =>
    painted.push({
      kind,
      // A move that nothing was drawn from leaves no mark.
      paths: paths.filter((path) => path.length > 1),
      discs: [...discs],
      colour,
      alpha: state.globalAlpha,
      width: state.lineWidth,
      ...(text === undefined ? {} : { text }),
    });
  const context = Object.assign(state, {
    beginPath() {
      paths = [];
      discs = [];
    },
    moveTo(x: number, y: number) {
      paths.push([place(x, y)]);
    },
    lineTo(x: number, y: number) {
      paths.at(-1)!.push(place(x, y));
    },
    quadraticCurveTo(cx: number, cy: number, x: number, y: number) {
      const path = paths.at(-1)!;
      const [from, bend, to] = [path.at(-1)!, place(cx, cy), place(x, y)];
      for (let k = 1; k <= 8; k++) {
        const u = k / 8;
        const mix = (a: number, b: number, c: number) => (1 - u) ** 2 * a + 2 * u * (1 - u) * b + u * u * c;
        path.push({ x: mix(from.x, bend.x, to.x), y: mix(from.y, bend.y, to.y) });
      }
    },
    closePath() {
      paths.at(-1)!.push(paths.at(-1)![0]!);
    },
    arc(x: number, y: number, radius: number) {
      discs.push({ ...place(x, y), radius });
    },
    rect(x: number, y: number, width: number, height: number) {
      paths.push([place(x, y), place(x + width, y), place(x + width, y + height), place(x, y + height)]);
    },
    /** What is clipped away is recorded too. */
    clip() {},
    stroke: () => keep('stroke', state.strokeStyle),
    fill: () => keep('fill', state.fillStyle),
    fillText(text: string, x: number, y: number) {
      paths = [[place(x, y), place(x, y)]];
      keep('text', state.fillStyle, text);
    },
    strokeText() {},
    /** Leaves the current path alone, as on a canvas. */
    fillRect(x: number, y: number, width: number, height: number) {
      const before = { paths, discs };
      paths = [[place(x, y), place(x + width, y), place(x + width, y + height), place(x, y + height)]];
      discs = [];
      keep('rect', state.fillStyle);
      ({ paths, discs } = before);
    },
    canvas: size,
    getTransform: () => ({ a: 1, d: 1 }),
    measureText: (text: string) => ({ width: 6 * text.length }),
    save() {
      saved.push({ frame, style: { ...state } });
    },
    restore() {
      const last = saved.pop();
      if (!last) return;
      frame = last.frame;
      for (const key of Object.keys(last.style) as (keyof typeof state)[]) Object.assign(state, { [key]: last.style[key] });
    },
    translate(x: number, y: number) {
      frame = { ...place(x, y), turn: frame.turn };
    },
    rotate(angle: number) {
      frame = { ...frame, turn: frame.turn + angle };
    },
    setLineDash() {},
    drawImage: () => keep('image', ''),
  });
  return { context: context as unknown as CanvasRenderingContext2D, painted, state };
}
