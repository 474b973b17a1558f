import { useMemo } from 'react';
import type { HmmSpec } from '../../hmm/spec';
import { argmax } from '../../math/distributions';
import { HISTORY, type LiveRun } from '../../state/live/liveRun';
import { useApp } from '../../ui/context';
import { LivePicture, type Sheet, write } from './LivePicture';
import { PICTURES } from './text';

/** Outputs shown, the newest on the right. */
const SHOWN = 36;
/** Heights as shares of the picture: the middle of the states, the line below which everything is seen, the outputs. */
const LEVELS = { states: 0.37, line: 0.7, outputs: 0.85 };

interface Place {
  x: number;
  y: number;
}

/** Where the states stand: those of a chain in a row, all others on a circle. */
function placesOf({ topology, nStates }: HmmSpec, { width, height }: Sheet): Place[] {
  const [x, y] = [width / 2, height * LEVELS.states];
  const row = topology === 'linear-chain' || nStates < 3;
  const reach = row ? Math.min(0.36 * width, 0.55 * height) : Math.min(0.22 * width, 0.23 * height);
  return Array.from({ length: nStates }, (_, k) => {
    if (row) return { x: x + reach * (nStates === 1 ? 0 : (2 * k) / (nStates - 1) - 1), y };
    const angle = -Math.PI / 2 + (2 * Math.PI * k) / nStates;
    return { x: x + 1.7 * reach * Math.cos(angle), y: y + reach * Math.sin(angle) };
  });
}

/** An arrow from state to state, bent so that the two ways of a pair do not lie on each other. */
function drawWay({ context, palette }: Sheet, from: Place, to: Place, radius: number, probability: number): void {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const bend = 0.16 * length;
  const middle = { x: (from.x + to.x) / 2 + bend * dy, y: (from.y + to.y) / 2 - bend * dx };
  /** The point of the rim that looks to the bend. */
  const rim = (place: Place): Place => {
    const far = Math.hypot(middle.x - place.x, middle.y - place.y);
    return { x: place.x + ((middle.x - place.x) / far) * radius, y: place.y + ((middle.y - place.y) / far) * radius };
  };
  const [begin, end] = [rim(from), rim(to)];
  context.strokeStyle = palette.muted;
  context.fillStyle = palette.muted;
  context.lineWidth = 1 + 2 * Math.sqrt(probability);
  context.beginPath();
  context.moveTo(begin.x, begin.y);
  context.quadraticCurveTo(middle.x, middle.y, end.x, end.y);
  context.stroke();
  const angle = Math.atan2(end.y - middle.y, end.x - middle.x);
  context.beginPath();
  context.moveTo(end.x, end.y);
  for (const side of [-0.45, 0.45]) context.lineTo(end.x - 11 * Math.cos(angle + side), end.y - 11 * Math.sin(angle + side));
  context.fill();
}

/** A state: a disc of the chances of its outputs; the present one has a rim and a glow. */
function drawState(
  { context, palette }: Sheet,
  { x, y }: Place,
  radius: number,
  emission: readonly number[],
  here: boolean,
): void {
  if (here) {
    context.fillStyle = palette.outputs[argmax(emission)]!;
    context.globalAlpha = 0.28;
    context.beginPath();
    context.arc(x, y, radius * 1.55, 0, 2 * Math.PI);
    context.fill();
    context.globalAlpha = 1;
  }
  let from = -Math.PI / 2;
  emission.forEach((share, k) => {
    context.globalAlpha = here ? 1 : 0.42;
    context.fillStyle = palette.outputs[k]!;
    context.beginPath();
    context.moveTo(x, y);
    context.arc(x, y, radius, from, from + share * 2 * Math.PI);
    context.fill();
    from += share * 2 * Math.PI;
  });
  context.globalAlpha = 1;
  context.strokeStyle = here ? palette.ink : palette.line;
  context.lineWidth = here ? 4 : 2;
  context.beginPath();
  context.arc(x, y, radius + (here ? 3 : 1), 0, 2 * Math.PI);
  context.stroke();
}

/** Room that the name of a state needs, in sizes of the words. */
const ROOM = 9;

/** The name of a state: above it in a row; on a circle outside it, where the ways to the others do not run. */
function nameState(sheet: Sheet, words: string, { x, y }: Place, places: readonly Place[], radius: number): void {
  if (places.every((place) => place.y === y)) {
    write(sheet, words, x, y - radius - 12, { align: 'center', vertical: 'bottom' });
    return;
  }
  const middle = places.reduce((sum, place) => sum + place.x, 0) / places.length;
  const side = x < middle - 1 ? -1 : 1;
  const reach = 1.55 * radius + 6;
  // In a narrow picture there is no room for words outside the circle.
  if (Math.abs(x - middle) >= 1 && (side < 0 ? x : sheet.width - x) - reach < ROOM * sheet.size) {
    write(sheet, words, x, y - 1.55 * radius - 3, { align: 'center', vertical: 'bottom' });
    return;
  }
  // At the top and at the bottom of the circle, away from the ways to the side.
  const off = Math.abs(x - middle) < 1 ? Math.sign(y - sheet.height * LEVELS.states) * 0.6 * radius : 0;
  write(sheet, words, x + side * reach, y + off, { align: side < 0 ? 'right' : 'left', vertical: 'middle' });
}

/** A broken line between states of which one output is the favoured one, and the words for it: seen from outside they are alike. */
function drawAlike(sheet: Sheet, alike: readonly Place[], radius: number): void {
  const { context, palette } = sheet;
  const [a, b] = [alike[0]!, alike.at(-1)!];
  context.strokeStyle = palette.ink;
  context.lineWidth = 2;
  context.setLineDash([3, 5]);
  context.beginPath();
  context.moveTo(a.x + Math.sign(b.x - a.x) * radius * 1.2, a.y);
  context.lineTo(b.x - Math.sign(b.x - a.x) * radius * 1.2, b.y);
  context.stroke();
  context.setLineDash([]);
  const x = (a.x + b.x) / 2;
  write(sheet, PICTURES.alike, x, (a.y + b.y) / 2 - 6, { align: 'center', vertical: 'bottom' }, { bold: true });
}

/** The outputs as squares, and what joins the newest one to its state. */
function drawSeen(sheet: Sheet, labels: Uint8Array, step: number, state: Place, radius: number): void {
  const { context, width, height, palette } = sheet;
  const cell = Math.min((0.9 * width) / SHOWN, 0.14 * height);
  const right = width / 2 + (SHOWN * cell) / 2;
  const y = height * LEVELS.outputs;
  for (let k = 1; k <= Math.min(SHOWN, step); k++) {
    context.fillStyle = palette.outputs[labels[(step - k) % HISTORY]!]!;
    context.fillRect(right - k * cell, y - cell / 2, cell - 2, cell - 2);
  }
  if (step < 1) return;
  context.strokeStyle = palette.outputs[labels[(step - 1) % HISTORY]!]!;
  context.lineWidth = 3;
  context.setLineDash([3, 5]);
  context.beginPath();
  context.moveTo(state.x, state.y + radius + 4);
  context.lineTo(right - cell / 2 - 1, y - cell / 2 - 3);
  context.stroke();
  context.setLineDash([]);
}

/** A model at work: its hidden state jumps above a line; below it stands what it shows. */
function drawHidden(sheet: Sheet, hmm: HmmSpec, { hmmStates, hmmOutputs }: LiveRun, step: number): void {
  const { context, width, height, palette, size } = sheet;
  const places = placesOf(hmm, sheet);
  const nearest = Math.min(...places.flatMap((a, i) => places.slice(i + 1).map((b) => Math.hypot(a.x - b.x, a.y - b.y))), width);
  const radius = Math.min(0.085 * height, 0.24 * nearest);
  const now = step > 0 ? hmmStates[(step - 1) % HISTORY]! : 0;
  places.forEach((from, i) => {
    places.forEach((to, j) => {
      const probability = hmm.transitionMatrix[i]![j]!;
      if (i !== j && probability > 0) drawWay(sheet, from, to, radius + 7, probability);
    });
  });
  places.forEach((place, k) => {
    drawState(sheet, place, radius, hmm.emissionMatrix[k]!, k === now);
    nameState(sheet, PICTURES.stays(k, hmm.transitionMatrix[k]![k]!), place, places, radius);
  });
  const favourites = hmm.emissionMatrix.map((row) => argmax(row));
  // Where many states share an output, as in a chain, nobody is misled: it is said where two of a ring do.
  const states = favourites.map((_, k) => k);
  const alike = states.filter((k) => favourites.filter((one) => one === favourites[k]).length > 1);
  const told = hmm.topology !== 'linear-chain' && alike.length > 1;
  if (told)
    drawAlike(
      sheet,
      alike.map((k) => places[k]!),
      radius,
    );
  const y = height * LEVELS.line;
  context.strokeStyle = palette.muted;
  context.lineWidth = 1.5;
  context.setLineDash([8, 6]);
  context.beginPath();
  context.moveTo(0, y);
  context.lineTo(width, y);
  context.stroke();
  context.setLineDash([]);
  write(sheet, PICTURES.hidden, 4, y - 0.5 * size, { align: 'left', vertical: 'bottom' }, { bold: true });
  write(sheet, PICTURES.seen, 4, y + 0.5 * size, { align: 'left', vertical: 'top' }, { bold: true });
  drawSeen(sheet, hmmOutputs, step, places[now] ?? places[0]!, radius);
  const newest = step > 0 ? hmmOutputs[(step - 1) % HISTORY]! : -1;
  const possible = states.filter((k) => favourites[k] === newest);
  if (told && possible.length > 1)
    write(sheet, PICTURES.which(possible), width - 6, y + 0.5 * size, { align: 'right', vertical: 'top' }, { bold: true });
}

/** The model of the network in view, at work. */
export function Hidden() {
  const hmm = useApp((state) => state.network?.hmm);
  const draw = useMemo(
    () => (sheet: Sheet, liveRun: LiveRun, step: number) => {
      if (hmm) drawHidden(sheet, hmm, liveRun, step);
    },
    [hmm],
  );
  return <LivePicture title={PICTURES.titles.hidden} draw={draw} />;
}
