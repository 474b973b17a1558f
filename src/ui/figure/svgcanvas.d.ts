/** The part of svgcanvas that is used: a 2-D context that writes SVG. */
declare module 'svgcanvas' {
  export class Context {
    constructor(width: number, height: number);
    getSerializedSvg(): string;
  }
}
