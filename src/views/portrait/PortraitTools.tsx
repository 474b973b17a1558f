import type { RefObject } from 'react';
import type { Figure } from '../../charts/figure';
import type { PLANES } from '../../dynamics/orbit/orbitPlanes';
import { SaveButtons } from '../../ui/figure/FigureView';
import { PORTRAIT } from '../../ui/text';
import { StatusLine } from './StatusLine';
import { Toolbar } from './Toolbar';
import type { Tool } from './useGestures';

interface PortraitToolsProps {
  tool: Tool;
  setTool: (tool: Tool) => void;
  zoomed: boolean;
  resetView: () => void;
  space: boolean;
  axes: (typeof PLANES)[number];
  figure: Figure;
  canvas: RefObject<HTMLCanvasElement | null>;
}

/** What stands under the full portrait: its tools, its files and its numbers. */
export function PortraitTools({ axes, figure, canvas, space, ...tools }: PortraitToolsProps) {
  return (
    <>
      <Toolbar {...tools} space={space}>
        <SaveButtons figure={figure} name="portrait" label={PORTRAIT.title} notes={[PORTRAIT.fileNote]} canvas={canvas} />
      </Toolbar>
      <StatusLine axes={axes} space={space} />
    </>
  );
}
