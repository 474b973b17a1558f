import { divergingIndex, divergingKeyHeight, divergingSteps, drawDivergingKey } from '../../charts/diverging';
import type { Figure } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import { drawTile, layoutTiles, type TileLayout, tileBox, type UnitPoints, unitSquare } from '../../charts/smallMultiples';
import { type NeuronWall, WALL_STRIDE } from '../../dynamics/circuit/unitActivityMap';
import type { KickGroup } from '../../dynamics/kick/kickGroups';
import { groupColour } from '../units';

/** Steps of the colour scale; odd, so that the threshold has a colour of its own. */
const WALL_COLOURS = 11;
/** Wished size of a tile. */
const TILE = 92;
/** Points of a tile: all of them where there are few tiles. */
const MOST_POINTS = 70_000;

/** Colour index of every state for every unit [units][states]; made once per wall. */
export function wallIndices(wall: NeuronWall): Uint8Array[] {
  return Array.from({ length: wall.units }, (_, unit) =>
    Uint8Array.from({ length: wall.states }, (__, t) =>
      divergingIndex(wall.preActivations[unit * wall.states + t]!, wall.scale, WALL_COLOURS),
    ),
  );
}

/** Room above the tiles for the colour key. */
export const keyRoom = (palette: Palette): number => divergingKeyHeight(palette) + 6;

export const wallLayout = (count: number, width: number): TileLayout => layoutTiles(count, width, TILE);

export interface WallView {
  wall: NeuronWall;
  indices: readonly Uint8Array[];
  /** Units in the order shown. */
  order: ArrayLike<number>;
  axes: readonly [number, number];
  groups: readonly KickGroup[];
  picked: readonly number[];
  /** Best causal effect of each unit [H], the lesser of both ways of silencing; 0 where it has none. */
  scores: ArrayLike<number>;
}

/** All units' pre-activations on the plane of the portrait. */
export function wallFigure({ wall, indices, order, axes, groups, picked, scores }: WallView): Figure {
  const units = Array.from(order);
  const thin = Math.max(1, Math.ceil((units.length * wall.states) / MOST_POINTS));
  const every = (values: ArrayLike<number>) => Array.from({ length: Math.ceil(wall.states / thin) }, (_, n) => values[n * thin]!);
  const square = unitSquare({ points: wall.points, stride: WALL_STRIDE, axes }, wall.states);
  const points: UnitPoints = { x: Float32Array.from(every(square.x)), y: Float32Array.from(every(square.y)) };
  return {
    draw(context, width, _height, palette) {
      const layout = wallLayout(units.length, width);
      const colours = divergingSteps(palette, WALL_COLOURS);
      const top = keyRoom(palette);
      drawDivergingKey(context, 4, 0, 190, wall.scale, 'input of the unit, z', palette);
      units.forEach((unit, n) => {
        const box = tileBox(layout, n);
        const badges = groups.filter((group) => group.units.includes(unit)).map(({ name }) => groupColour(palette, name));
        drawTile(
          context,
          { ...box, y: box.y + top },
          {
            points,
            colourIndex: Uint8Array.from(every(indices[unit]!)),
            pointSize: 1.5 * Math.sqrt(palette.weight),
            label: String(unit),
            badges,
            ...(picked.includes(unit) ? { emphasis: palette.accent } : {}),
          },
          colours,
          palette,
        );
      });
    },
    table: () => ({
      columns: ['unit', 'kick score', 'mean activity', 'share of steps it fires', 'groups'],
      rows: units.map((unit) => [
        unit,
        scores[unit]!,
        wall.meanActivity[unit]!,
        wall.activeShare[unit]!,
        groups.flatMap(({ name, units: of }) => (of.includes(unit) ? [name] : [])).join(' '),
      ]),
    }),
  };
}
