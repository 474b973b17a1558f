/** A closed or open run of points as it was stroked or filled. */
export interface Painted {
  kind: 'stroke' | 'fill' | 'text' | 'image';
  /** Subpaths; a disc is its centre with `radius`. */
  paths: { x: number; y: number }[][];
  discs: { x: number; y: number; radius: number }[];
  colour: string;
  alpha: number;
  width: number;
  text?: string;
}

/** Stands in for a canvas context: keeps what was painted, with the style it was painted in. */
export function recordingContext() {
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
      paths.push([{ x, y }]);
    },
    lineTo(x: number, y: number) {
      paths.at(-1)!.push({ x, y });
    },
    closePath() {
      paths.at(-1)!.push(paths.at(-1)![0]!);
    },
    arc(x: number, y: number, radius: number) {
      discs.push({ x, y, radius });
    },
    stroke: () => keep('stroke', state.strokeStyle),
    fill: () => keep('fill', state.fillStyle),
    fillText(text: string, x: number, y: number) {
      paths = [
        [
          { x, y },
          { x, y },
        ],
      ];
      keep('text', state.fillStyle, text);
    },
    strokeText() {},
    drawImage: () => keep('image', ''),
  });
  return { context: context as unknown as CanvasRenderingContext2D, painted, state };
}
