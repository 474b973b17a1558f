/** A pixel of a picture and the size of the picture, CSS pixels. */
export interface FigurePixel {
  x: number;
  y: number;
  width: number;
  height: number;
}
