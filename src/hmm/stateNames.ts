/** An output is "mostly" emitted from this share on; two outputs stand for a state from the second share on, together. */
const MOSTLY = 0.6;
const BOTH = 0.8;

/**
 * States named by what they emit: "mostly 2 (98 %)", "0 or 2 (50 %, 50 %)", "mixed (1 most often, 40 %)". States with the same name
 * get a letter: "mostly 1 (90 %) · a".
 * @param emissionMatrix [M][K]
 * @param outputNames [K]; their numbers if not given
 */
export function nameStates(emissionMatrix: readonly (readonly number[])[], outputNames?: readonly string[]): string[] {
  const names = emissionMatrix.map((row) => {
    const order = row.map((_, k) => k).sort((a, b) => row[b]! - row[a]! || a - b);
    const [first, second] = order as [number, number];
    const output = (k: number) => outputNames?.[k] ?? `${k}`;
    const percent = (k: number) => `${Math.round(100 * row[k]!)} %`;
    if (row[first]! >= MOSTLY) return `mostly ${output(first)} (${percent(first)})`;
    if (row[first]! + row[second]! < BOTH) return `mixed (${output(first)} most often, ${percent(first)})`;
    const [low, high] = first < second ? [first, second] : [second, first];
    return `${output(low)} or ${output(high)} (${percent(low)}, ${percent(high)})`;
  });
  return names.map((name, i) => {
    const earlier = names.slice(0, i).filter((other) => other === name).length;
    const shared = names.filter((other) => other === name).length > 1;
    return shared ? `${name} · ${String.fromCharCode(97 + earlier)}` : name;
  });
}
