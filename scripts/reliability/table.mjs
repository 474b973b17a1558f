import path from 'node:path';

/** Turns results of a test run into docs/reliability.md. */

/** The tests of a run, flat: file, full name, status, what the test told. */
export const readResults = (json) =>
  json.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ ancestorTitles, title, status, meta }) => ({
      file: path.relative('.', name).split(path.sep).join('/'),
      name: [...ancestorTitles, title].join(' '),
      status,
      evidence: meta?.evidence ?? {},
    })),
  );

const count = (number) => number.toLocaleString('en');
const countOf = (number, one) => `${number} ${one}${number === 1 ? '' : 's'}`;

/** What the tests of a row found. @returns its cells and what is wrong with it */
function judgeRow({ what, told, tests }, results, guarded) {
  const faults = [];
  const found = tests.map(({ file, name }) => {
    const all = results.filter((result) => result.file === file && result.name.startsWith(name));
    const ran = all.filter(({ status }) => status !== 'skipped' && status !== 'pending' && status !== 'todo');
    if (all.length === 0) faults.push(`“${what}”: there is no test ${file} “${name}”`);
    for (const { name: whole, status } of ran)
      if (status !== 'passed') faults.push(`“${what}”: ${file} “${whole}” ${status}`);
    return { file, name, ran: ran.length, skipped: all.length - ran.length, evidence: ran.map(({ evidence }) => evidence) };
  });
  const evidence = found.flatMap((test) => test.evidence);
  const losses = evidence.flatMap(({ lost }) => (lost ? [lost] : []));
  if (guarded && losses.length === 0) faults.push(`“${what}”: no test tells what was lost`);
  const gone = losses.flat();
  if (gone.length > 0) faults.push(`“${what}”: lost ${gone.join(', ')}`);
  const again = Math.max(0, ...evidence.map((one) => one.again ?? 0));
  const cases = evidence.reduce((sum, one) => sum + (one.cases ?? 0), 0);
  const ran = found.reduce((sum, test) => sum + test.ran, 0);
  return {
    faults,
    cells: [
      what,
      [told, ...evidence.flatMap(({ seen }) => (seen ? [seen] : []))].join('; '),
      [...(cases > 0 ? [`${count(cases)} cases`] : []), countOf(ran, 'test')].join(', '),
      ...(guarded ? [gone.join(', ') || `nothing${again > 0 ? `; ${countOf(again, 'update')} made again` : ''}`] : []),
      found
        .map(({ file, name, skipped }) => `\`${file}\`${name ? ` “${name}”` : ''}${skipped > 0 ? ` (${skipped} not run here)` : ''}`)
        .join('<br>'),
    ],
  };
}

const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

/** @returns the document, and what is wrong */
export function reliabilityDocument(tables, results, { date, machine, soak }) {
  const faults = [];
  const parts = tables.map(({ title, about, guarded, rows }) => {
    const judged = rows.map((row) => judgeRow(row, results, guarded));
    faults.push(...judged.flatMap((row) => row.faults));
    const heads = ['what happens', 'what is seen', 'count', ...(guarded ? ['what was lost'] : []), 'shown by'];
    return [`## ${title}`, '', about, '', line(heads), line(heads.map(() => '---')), ...judged.map(({ cells }) => line(cells)), ''].join('\n');
  });
  const text = [
    '# Reliability',
    '',
    `Made by \`npm run reliability\` from a run of the tests on ${date} (${machine}). Every cell of the columns “count” and “what was lost” is`,
    'what the tests told themselves; the command fails when a test is missing, fails, or tells of a loss.',
    '',
    ...parts,
    ...(soak ? ['## Thirty minutes', '', soak, ''] : []),
  ].join('\n');
  return { text, faults };
}
