/**
 * Translators of browsers put `<font>` elements in the place of text nodes, or around them. React keeps writing to the nodes that it made:
 * what is out of the page is then never seen again, and a node that has moved ends React's work with an exception. Here every such text is
 * put back as soon as React wants to change it or what stands beside it; the translator finds it again by itself. What translators do is
 * learnt from mutations, because extensions do not use the functions of the page.
 */

/** The texts that a `<font>` stands for, in their order. */
const textsOf = new WeakMap<Element, Text[]>();
/** The `<font>` that stands for a text. */
const standIn = new WeakMap<Text, Element>();

const isFont = (node: Node | null | undefined): node is HTMLElement => node?.nodeName === 'FONT';
/** React marks every node that it made, and forgets those that it has taken away. */
const isOfReact = (node: Node): boolean =>
  Object.entries(node).some(
    ([key, fiber]) => key.startsWith('__reactFiber$') && (fiber as { stateNode: unknown }).stateNode === node,
  );

/** Puts the texts that a `<font>` stands for back in its place. */
function putBack(font: Element): void {
  const texts = textsOf.get(font);
  if (!texts || !font.parentNode) return;
  textsOf.delete(font);
  for (const text of texts) standIn.delete(text);
  font.replaceWith(...texts.filter(isOfReact));
}

/** Puts back all texts of a parent: what React does there counts on them. */
function putBackIn(parent: Node): void {
  for (const child of [...parent.childNodes]) if (isFont(child)) putBack(child);
}

/** The `<font>` that has taken the place of a text, by the record of its removal. */
function fontFor({ addedNodes, previousSibling, nextSibling }: MutationRecord, text: Text): HTMLElement | undefined {
  const around = text.parentElement?.closest<HTMLElement>('font') ?? undefined;
  const beside = [...addedNodes, previousSibling, nextSibling].find(isFont);
  return outermost(around ?? beside);
}

/** A `<font>` within another one is a part of it. */
function outermost(font: HTMLElement | undefined): HTMLElement | undefined {
  let found = font;
  while (isFont(found?.parentElement)) found = found.parentElement;
  return found;
}

/** Learns from mutations which texts were replaced, and puts back those that React has changed since. */
function learn(records: readonly MutationRecord[], observer: MutationObserver): void {
  const translated = records.some(({ addedNodes }) => [...addedNodes].some(isFont));
  for (const record of records) {
    if (record.type === 'characterData') {
      const font = standIn.get(record.target as Text);
      if (font && !font.contains(record.target)) putBack(font);
      continue;
    }
    if (!translated || isFont(record.target)) continue;
    for (const node of record.removedNodes) {
      if (!(node instanceof Text) || standIn.has(node) || node.parentNode === record.target || !isOfReact(node)) continue;
      const font = fontFor(record, node);
      if (!font) continue;
      textsOf.set(font, [...(textsOf.get(font) ?? []), node]);
      standIn.set(node, font);
      observer.observe(node, { characterData: true });
    }
  }
}

/** Watches the page from now on. Once for a page. */
export function watchTranslation(page: Document): void {
  const observer = new MutationObserver((records) => learn(records, observer));
  observer.observe(page.documentElement, { childList: true, subtree: true });
  const { insertBefore, removeChild } = Node.prototype;
  const upToDate = () => learn(observer.takeRecords(), observer);
  /** Before React works on a parent: a node that is not where React left it shows that a translator was there. */
  const prepare = (parent: Node, node: Node | null) => {
    if (node && node.parentNode === parent) return;
    upToDate();
    putBackIn(parent);
  };
  Node.prototype.removeChild = function <T extends Node>(this: Node, child: T): T {
    prepare(this, child);
    // What the translator has taken out for good is gone already.
    return child.parentNode === this ? (removeChild.call(this, child) as T) : child;
  };
  Node.prototype.insertBefore = function <T extends Node>(this: Node, node: T, before: Node | null): T {
    if (before) prepare(this, before);
    return insertBefore.call(this, node, before?.parentNode === this ? before : null) as T;
  };
}
