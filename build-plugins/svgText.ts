import type { Plugin } from 'vite';

/**
 * svgcanvas reads a font by writing it into a style attribute, which the content security policy forbids. The same through the
 * element's style object is allowed and means the same.
 */
const FORBIDDEN = `el.setAttribute("style", 'font:' + this.font);`;
const ALLOWED = 'el.style.font = this.font;';

/** The module of svgcanvas without style attributes. @throws Error when it is not the text this was written for */
export function withoutStyleAttributes(code: string): string {
  const changed = code.replace(FORBIDDEN, ALLOWED);
  if (changed === code || changed.includes('setAttribute("style"'))
    throw new Error('svgcanvas has changed: look for style attributes in it and adapt build-plugins/svgText.ts.');
  return changed;
}

export const svgText = (): Plugin => ({
  name: 'svg-text-without-style-attributes',
  transform: {
    filter: { id: /\/svgcanvas\/dist\/[^/]+\.js$/ },
    handler: (code) => ({ code: withoutStyleAttributes(code), map: null }),
  },
});
