import katex from 'katex';
import 'katex/dist/katex.min.css';

/** Typesets TeX into an element, with MathML for screen readers. Wrong TeX is shown as it stands. */
export function typeset(tex: string, element: HTMLElement): void {
  katex.render(tex, element, { displayMode: true, output: 'htmlAndMathml', throwOnError: false, trust: false });
}
