import { divergingIndex, divergingKeyHeight, divergingSteps, drawDivergingKey } from '../../charts/diverging';
import type { Figure } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import { drawTile, layoutTiles, type TileLayout, tileBox, type UnitPoints, unitSquare } from '../../charts/smallMultiples';
import { ACTIVITY_MAP_STRIDE, type UnitActivityMap } from '../../dynamics/circuit/unitActivityMap';
import type { KickGroup } from '../../dynamics/kick/kickGroups';
import { groupColour } from '../units';

/** Steps of the colour scale; odd, so that the threshold has a colour of its own. */
const ACTIVITY_MAP_COLOURS = 11;
/** Wished size of a tile, and the least one, CSS pixels. */
const TILE = 92;
const LEAST_TILE = 40;
/** The wall is no higher than this, or than this share of its width: it is to be seen as a whole. CSS pixels. */
const ROOM = 520;
const ROOM_SHARE = 0.66;
/** Points of a tile: all of them where there are few tiles. */
const MAX_POINTS = 70_000;

/** Colour index of every state for every unit [units][states]; made once per wall. */
export function activityMapIndices(activityMap: UnitActivityMap): Uint8Array[] {
  return Array.from({ length: activityMap.units }, (_, unit) =>
    Uint8Array.from({ length: activityMap.states }, (__, t) =>
      divergingIndex(activityMap.preActivations[unit * activityMap.states + t]!, activityMap.scale, ACTIVITY_MAP_COLOURS),
    ),
  );
}

/** Room above the tiles for the colour key. */
export const keyRoom = (palette: Palette): number => divergingKeyHeight(palette) + 6;

/** Tiles of the wished size, or as much smaller as the room asks for, down to the least one. */
export function activityMapLayout(count: number, width: number): TileLayout {
  const room = Math.max(ROOM, ROOM_SHARE * width);
  let layout = layoutTiles(count, width, TILE);
  for (let tile = TILE - 1; layout.height > room && tile >= LEAST_TILE; tile--) layout = layoutTiles(count, width, tile);
  return layout;
}

export interface WallView {
  activityMap: UnitActivityMap;
  indices: readonly Uint8Array[];
  /** Units in the order shown. */
  order: ArrayLike<number>;
  axes: readonly [number, number];
  groups: readonly KickGroup[];
  picked: readonly number[];
  /** Best causal effect of each unit [H], the lesser of both ways of silencing; 0 where it has none. */
  scores: ArrayLike<number>;
  /** Names of units that were built by hand [H]. */
  names?: readonly string[] | undefined;
}

/** All units' pre-activations on the plane of the portrait. */
export function activityMapFigure({ activityMap, indices, order, axes, groups, picked, scores, names }: WallView): Figure {
  const units = Array.from(order);
  const thin = Math.max(1, Math.ceil((units.length * activityMap.states) / MAX_POINTS));
  const every = (values: ArrayLike<number>) =>
    Array.from({ length: Math.ceil(activityMap.states / thin) }, (_, n) => values[n * thin]!);
  const square = unitSquare({ points: activityMap.points, stride: ACTIVITY_MAP_STRIDE, axes }, activityMap.states);
  const points: UnitPoints = { x: Float32Array.from(every(square.x)), y: Float32Array.from(every(square.y)) };
  return {
    draw(context, width, _height, palette) {
      const layout = activityMapLayout(units.length, width);
      const colours = divergingSteps(palette, ACTIVITY_MAP_COLOURS);
      const top = keyRoom(palette);
      drawDivergingKey(context, 4, 0, 190, activityMap.scale, 'input of the unit, z', palette);
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
            label: names?.[unit] ?? String(unit),
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
        activityMap.meanActivity[unit]!,
        activityMap.activeShare[unit]!,
        groups.flatMap(({ name, units: of }) => (of.includes(unit) ? [name] : [])).join(' '),
      ]),
    }),
  };
}
