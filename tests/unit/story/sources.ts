/** Rows of docs/story-sources.md by chapter: how a sentence begins, and what it rests on. */
export function sources(text: string): Map<string, { sentence: string; source: string }[]> {
  const sections = text.split(/^## /m).slice(1);
  return new Map(
    sections.map((section) => {
      const [title, ...lines] = section.split('\n');
      const rows = lines.flatMap((line) => {
        const cells = line.match(/^\| (.+?) \| (.+) \|$/);
        return cells && !cells[1]!.startsWith('Sentence') ? [{ sentence: cells[1]!, source: cells[2]! }] : [];
      });
      return [title!.split(' ')[0]!, rows];
    }),
  );
}
