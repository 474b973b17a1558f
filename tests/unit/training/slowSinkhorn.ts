/**
 * The Sinkhorn divergence of docs/science.md §2.5 written down step by step on real vectors, with ordinary logarithms and no
 * tables: the independent reference of the fast one.
 */
export function slowSinkhorn(xLabels: Uint8Array, yLabels: Uint8Array, seqLen: number, nOutputs: number) {
  const oneHot = (labels: Uint8Array): number[][] =>
    Array.from({ length: labels.length / seqLen }, (_, n) =>
      Array.from({ length: seqLen * nOutputs }, (_, c) =>
        labels[n * seqLen + Math.floor(c / nOutputs)] === c % nOutputs ? 1 : 0,
      ),
    );
  const x = oneHot(xLabels);
  const y = oneHot(yLabels);
  const cost = (a: number[], b: number[]) => a.reduce((sum, v, c) => sum + (v - b[c]!) ** 2, 0) / 2;
  const costs = (a: number[][], b: number[][]) => a.map((row) => b.map((column) => cost(row, column)));
  const softmin = (eps: number, C: number[][], potential: number[]) =>
    C.map((row) => {
      const terms = row.map((c, j) => (potential[j]! - c) / eps - Math.log(row.length));
      const max = Math.max(...terms);
      return -eps * (max + Math.log(terms.reduce((sum, t) => sum + Math.exp(t - max), 0)));
    });
  const [xy, yx, xx, yy] = [costs(x, y), costs(y, x), costs(x, x), costs(y, y)];
  const columns = x[0]!.map((_, c) => [...x, ...y].map((row) => row[c]!));
  const diameter = Math.sqrt(columns.reduce((sum, column) => sum + (Math.max(...column) - Math.min(...column)) ** 2, 0));
  const top = Math.max(diameter ** 2, 0.04);
  const schedule = [top];
  for (let k = 0, log = Math.log(top); log + 2 * k * Math.log(0.5) > 2 * Math.log(0.2) + 1e-12; k++)
    schedule.push(Math.exp(log + 2 * k * Math.log(0.5)));
  schedule.push(0.04);
  const zeros = (n: number) => new Array<number>(n).fill(0);
  let f = softmin(top, xy, zeros(y.length));
  let g = softmin(top, yx, zeros(x.length));
  let p = softmin(top, xx, zeros(x.length));
  let q = softmin(top, yy, zeros(y.length));
  const half = (a: number[], b: number[]) => a.map((v, i) => (v + b[i]!) / 2);
  for (const eps of schedule)
    [f, g, p, q] = [
      half(f, softmin(eps, xy, g)),
      half(g, softmin(eps, yx, f)),
      half(p, softmin(eps, xx, p)),
      half(q, softmin(eps, yy, q)),
    ];
  const mean = (a: number[]) => a.reduce((s, v) => s + v, 0) / a.length;
  const value = mean(softmin(0.04, xy, g)) - mean(softmin(0.04, xx, p)) + mean(softmin(0.04, yx, f)) - mean(softmin(0.04, yy, q));
  const plan = (C: number[][], potential: number[]) =>
    C.map((row) => {
      const terms = row.map((c, j) => (potential[j]! - c) / 0.04);
      const max = Math.max(...terms);
      const weights = terms.map((t) => Math.exp(t - max));
      const total = weights.reduce((a, b) => a + b, 0);
      return weights.map((w) => w / total);
    });
  const P = plan(xy, g);
  const Q = plan(xx, p);
  const barycentre = (weights: number[], points: number[][], c: number) =>
    weights.reduce((sum, w, j) => sum + w * points[j]![c]!, 0);
  const width = seqLen * nOutputs;
  const gradient = x.flatMap((_, i) =>
    Array.from({ length: width }, (_, c) => (barycentre(Q[i]!, x, c) - barycentre(P[i]!, y, c)) / x.length),
  );
  /** mean(f) − mean(p) of the last softmin when entry `at` of x moves by `step`: potentials and right-hand points held. */
  const frozenValue = (at: number, step: number): number => {
    const moved = x.map((row) => [...row]);
    moved[Math.floor(at / width)]![at % width]! += step;
    return mean(softmin(0.04, costs(moved, y), g)) - mean(softmin(0.04, costs(moved, x), p));
  };
  return { value, gradient, frozenValue };
}
