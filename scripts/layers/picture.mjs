/**
 * The picture of the layers: one row a folder, the lowest layer at the bottom; in each row, how many files of each lower folder its files import.
 * All counts lie left of the stairs; a count on their right would be an import from a higher layer, and is drawn in red.
 */

const [CELL, ROW, NAME, SIZE, TOP, EDGE] = [58, 30, 96, 150, 76, 14];

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** The layer of a file: by its name where that says so, else its folder. */
function layerOf(file, fileNames) {
  const named = Object.entries(fileNames).find(([, pattern]) => new RegExp(pattern).test(file));
  return named?.[0] ?? /^src\/([^/]+)\//.exec(file)?.[1];
}

/**
 * Files of each layer and imports between layers.
 * @param modules of dependency-cruiser's JSON: { source, dependencies: [{ resolved }] }
 * @param fileNames of layers that are no folder: layer → pattern of its files
 * @returns files: layer → number; imports: "from to" → number of pairs of files
 */
export function countImports(modules, fileNames = {}) {
  const files = new Map();
  const imports = new Map();
  const add = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
  for (const { source, dependencies } of modules) {
    const from = layerOf(source, fileNames);
    if (!from) continue;
    add(files, from);
    for (const { resolved } of dependencies) {
      const to = layerOf(resolved, fileNames);
      if (to && to !== from) add(imports, `${from} ${to}`);
    }
  }
  return { files, imports };
}

/**
 * @param layers names of folders from the lowest layer up; folders of one layer stand in one list
 * @returns an SVG that reads in light and dark
 */
export function layersPicture(layers, modules, fileNames = {}) {
  const { files, imports } = countImports(modules, fileNames);
  const columns = layers.flat();
  const rows = [...columns].reverse();
  const left = EDGE + NAME + SIZE;
  const [width, height] = [left + columns.length * CELL + EDGE, TOP + rows.length * ROW + EDGE];
  const level = new Map(layers.flatMap((names, depth) => names.map((name) => [name, depth])));
  const most = Math.max(1, ...imports.values());
  const out = [];
  columns.forEach((name, c) => {
    const x = left + c * CELL + CELL / 2;
    out.push(`<text class="name" transform="translate(${x + 4} ${TOP - 8}) rotate(-38)">${escape(name)}</text>`);
  });
  rows.forEach((from, r) => {
    const y = TOP + r * ROW;
    const count = files.get(from) ?? 0;
    out.push(`<rect class="band${level.get(from) % 2}" x="${EDGE}" y="${y}" width="${width - 2 * EDGE}" height="${ROW}"/>`);
    out.push(`<text class="name" x="${EDGE + 8}" y="${y + 20}">${escape(from)}</text>`);
    out.push(`<text class="size" x="${left - 14}" y="${y + 20}" text-anchor="end">${count} ${count === 1 ? 'file' : 'files'}</text>`);
    columns.forEach((to, c) => {
      const number = imports.get(`${from} ${to}`);
      const x = left + c * CELL;
      if (from === to) out.push(`<rect class="self" x="${x + 3}" y="${y + 3}" width="${CELL - 6}" height="${ROW - 6}" rx="4"/>`);
      if (!number) return;
      const upward = level.get(to) >= level.get(from);
      const weight = (0.15 + 0.75 * Math.sqrt(number / most)).toFixed(2);
      out.push(
        `<rect class="${upward ? 'upward' : 'cell'}" opacity="${upward ? 1 : weight}" x="${x + 3}" y="${y + 3}" width="${CELL - 6}" height="${ROW - 6}" rx="4"/>`,
        `<text class="count" x="${x + CELL / 2}" y="${y + 20}" text-anchor="middle">${number}</text>`,
      );
    });
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    '<title>Layers of src: each row imports only from the folders to the left of its own square</title>',
    `<style>text{font:13px system-ui,sans-serif;fill:#1f2328}.size{fill:#59636e;font-size:12px}.count{font-size:12px;font-variant-numeric:tabular-nums}.cell{fill:#6ea8e5}.upward{fill:#e5484d}.self{fill:#59636e}.band0{fill:#8881}.band1{fill:none}@media(prefers-color-scheme:dark){text{fill:#e6edf3}.size{fill:#9198a1}.cell{fill:#2f6feb}.self{fill:#9198a1}}</style>`,
    ...out,
    '</svg>',
    '',
  ].join('\n');
}
