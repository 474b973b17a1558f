import { useMemo } from 'react';
import { zoneCuts } from '../../analyses/graph';
import { FONT } from '../../charts/canvas';
import { drawHaloText } from '../../charts/marks';
import { drawCloud } from '../../charts/planeMarks';
import type { PlaneScale } from '../../charts/planeView';
import { ORBIT_STRIDE } from '../../dynamics/orbit/orbitPlanes';
import type { ResidencyReport } from '../../dynamics/zones/residency';
import { CLUSTER, KICK_ZONE, TRANSITION, zonesOf } from '../../dynamics/zones/zones';
import { HISTORY, type LiveRun, POINT_STRIDE } from '../../state/live/liveRun';
import { useApp } from '../../ui/context';
import { useWanted } from './companions';
import { LivePicture, type Sheet, write } from './LivePicture';
import { AXES, drawOrbit, drawState } from './plane';
import { PICTURES } from './text';

/** States drawn, and the size of each, CSS pixels. */
const DRAWN = 6000;
const DOT = 3.2;
/** Steps of the live run marked one by one: wide apart where it is quick. */
const BEADS = 40;

interface Group {
  zone: number;
  x: number;
  y: number;
}

/** The middle of each patch of a zone: clusters by their output, all others by the side of the resting point they lie on. */
function patches({ points, labels }: ResidencyReport, zones: Uint8Array, about: ArrayLike<number>): Group[] {
  const sums = new Map<string, { zone: number; x: number; y: number; n: number }>();
  zones.forEach((zone, s) => {
    if (zone > CLUSTER) return;
    const [x, y] = [points[s * ORBIT_STRIDE]!, points[s * ORBIT_STRIDE + 1]!];
    const side = zone === CLUSTER ? labels[s]! : y > about[1]! ? 'above' : 'below';
    const sum = sums.get(`${zone} ${side}`) ?? { zone, x: 0, y: 0, n: 0 };
    sums.set(`${zone} ${side}`, { zone, x: sum.x + x, y: sum.y + y, n: sum.n + 1 });
  });
  const largest = Math.max(1, ...[...sums.values()].map(({ n }) => n));
  return [...sums.values()].filter(({ n }) => n > 0.003 * largest).map(({ zone, x, y, n }) => ({ zone, x: x / n, y: y / n }));
}

const WORDS: Readonly<Record<number, string>> = {
  [TRANSITION]: PICTURES.zones.transition,
  [KICK_ZONE]: PICTURES.zones.kick,
  [CLUSTER]: PICTURES.zones.cluster,
};

/** How far from the middle of a patch its name stands, in sizes of the words. */
const LEAD = 6;

/** Paper under a name that stands on dense points. */
function drawPlate({ context, palette }: Sheet, x: number, y: number, width: number, height: number): void {
  context.fillStyle = palette.panel;
  context.globalAlpha = 0.85;
  context.beginPath();
  context.roundRect(x - width / 2, y - height / 2, width, height, height / 3);
  context.fill();
  context.globalAlpha = 1;
}

/** Names the patches: a cluster in its middle; the narrow zones at the end of a line, each on its own side. */
function nameAll(sheet: Sheet, scale: PlaneScale, groups: readonly Group[], about: ArrayLike<number>): void {
  const { context, palette, size, width, height } = sheet;
  // In a narrow picture two names stand beside each other.
  const pixels = width < 460 ? 9.5 : Math.round(1.05 * size);
  const isAbove = ({ y }: Group) => y > about[1]!;
  for (const group of groups) {
    const { zone, x, y } = group;
    const [px, py] = [scale.x(x), scale.y(y)];
    context.font = `600 ${pixels}px ${FONT}`;
    if (zone === CLUSTER) {
      const ink = { ink: palette.ink, paper: palette.panel };
      drawPlate(sheet, px, py, context.measureText(WORDS[zone]!).width + size, 1.7 * pixels);
      drawHaloText(context, WORDS[zone]!, px, py, pixels, { align: 'center', vertical: 'middle' }, ink);
      continue;
    }
    const colour = palette.zones[zone as typeof KICK_ZONE];
    // A name stays in the picture, however low that is.
    const wanted = py + (isAbove(group) ? -1 : 1) * LEAD * size;
    const end = Math.max(pixels + 6, Math.min(height - pixels - 6, wanted));
    context.strokeStyle = colour;
    context.lineWidth = 1.6 * palette.weight;
    context.beginPath();
    context.moveTo(px, py);
    context.lineTo(px, end);
    context.stroke();
    const other = groups.find((one) => one.zone !== CLUSTER && one.zone !== zone && isAbove(one) === isAbove(group));
    const align = other && other.x > x ? 'right' : 'left';
    const vertical = isAbove(group) ? 'bottom' : 'top';
    const long = context.measureText(WORDS[zone]!).width + 4;
    const at = align === 'right' ? Math.max(long, px) : Math.min(width - long, px);
    drawHaloText(context, WORDS[zone]!, at, end, pixels, { align, vertical }, { ink: colour, paper: palette.panel });
  }
}

/** The last steps of the live run, one bead for each. */
function drawBeads({ context, palette }: Sheet, scale: PlaneScale, { points, outputLabels }: LiveRun, to: number): void {
  for (let t = Math.max(0, to - BEADS); t < to; t++) {
    const slot = t % HISTORY;
    context.fillStyle = palette.outputs[outputLabels[slot]!]!;
    context.beginPath();
    context.arc(scale.x(points[slot * POINT_STRIDE]!), scale.y(points[slot * POINT_STRIDE + 1]!), 3, 0, 2 * Math.PI);
    context.fill();
  }
}

/** Every state of a long run in the colour of its zone, the zones by name, and the live state crossing them. */
export function ZoneMap() {
  useWanted('residency');
  const orbit = useApp((state) => state.orbit);
  const found = useApp((state) => state.analyses.residency);
  const settings = useApp((state) => state.settings);
  const report = found?.value;
  const { cutTransition, cutCluster, cutSoftmax } = settings;
  const draw = useMemo(() => {
    const zones = report && zonesOf(report, zoneCuts({ cutTransition, cutCluster, cutSoftmax }));
    const groups = zones && orbit ? patches(report, zones, orbit.origin) : [];
    return (sheet: Sheet, liveRun: LiveRun, step: number) => {
      const { context, width, height, palette } = sheet;
      if (!orbit) return;
      if (!report || !zones) {
        write(sheet, PICTURES.measuring, width / 2, height / 2, { align: 'center', vertical: 'middle' });
        return;
      }
      const scale = drawOrbit(sheet, orbit, { cloud: 0, course: false, margin: 1.35 });
      const cloud = { points: report.points, stride: ORBIT_STRIDE, axes: AXES };
      drawCloud(context, scale, cloud, zones, palette.zones, DRAWN, DOT * palette.weight, 0.55);
      drawBeads(sheet, scale, liveRun, step);
      drawState(sheet, scale, liveRun, step);
      nameAll(sheet, scale, groups, orbit.origin);
    };
  }, [orbit, report, cutTransition, cutCluster, cutSoftmax]);
  return <LivePicture title={PICTURES.titles.zones} draw={draw} complete={report !== undefined} />;
}
