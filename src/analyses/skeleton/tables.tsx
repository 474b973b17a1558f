import type { Estimate } from '../../math/statistics';
import { usePalette } from '../../ui/context';
import { WideTable } from '../../ui/numbers';
import type { SkeletonReport } from './compute';
import { DETAILS } from './words';

/** A share with its interval: what rounds to 0 is written as 0. */
const shareText = ({ value, low, high }: Estimate): string => `${value.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;

const MARK = { stable: '●', saddle: '◆', focus: '○' } as const;

/** Point number `index` as people count, with its mark. */
const nameOf = ({ points }: SkeletonReport, index: number): string => `${MARK[points[index]!.kind]} ${index + 1}`;

/** Where the unstable directions of a point lead. */
function leadsTo(report: SkeletonReport, index: number): string {
  const names = report.points[index]!.arrivals.map((arrival) =>
    arrival.kind === 'point' ? nameOf(report, arrival.index) : arrival.kind === 'cycle' ? 'the cycle' : 'not known',
  );
  return [...new Set(names)].join(', ') || 'itself';
}

/** Every fixed point with what the mean step does there. */
export function Points({ report }: { report: SkeletonReport }) {
  const palette = usePalette();
  if (report.points.length === 0) return null;
  return (
    <WideTable>
      <table className="values">
        <caption>{DETAILS.points}</caption>
        <thead>
          <tr>
            <th scope="col">point</th>
            <th scope="col">kind</th>
            <th scope="col">output there</th>
            <th scope="col">unstable directions</th>
            <th scope="col">largest |μ|</th>
            <th scope="col">leads to</th>
          </tr>
        </thead>
        <tbody>
          {report.points.map(({ kind, label, unstable, multipliers: [first] }, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: points have no name but their place
            <tr key={n}>
              <th scope="row">{nameOf(report, n)}</th>
              <td>{kind}</td>
              <td>
                <i className="swatch" style={{ background: palette.outputs[label] }} /> {label}
              </td>
              <td>{unstable}</td>
              <td>{Math.hypot(first!.re, first!.im).toFixed(2)}</td>
              <td>{leadsTo(report, n)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}

/** The committor test at every saddle with one unstable direction. */
export function Committors({ report }: { report: SkeletonReport }) {
  const palette = usePalette();
  const outputs = report.committors[0]?.shares.length ?? 0;
  if (outputs === 0) return null;
  return (
    <WideTable>
      <table className="values" data-testid="committors">
        <caption>{DETAILS.released}</caption>
        <thead>
          <tr>
            <th scope="col">saddle</th>
            {Array.from({ length: outputs }, (_, k) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an output is its number
              <th key={k} scope="col">
                <i className="swatch" style={{ background: palette.outputs[k] }} /> output {k}
              </th>
            ))}
            <th scope="col">runs</th>
          </tr>
        </thead>
        <tbody>
          {report.committors.map(({ point, shares }) => (
            <tr key={point}>
              <th scope="row">{nameOf(report, point)}</th>
              {shares.map((share, k) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: an output is its number
                <td key={k}>{shareText(share)}</td>
              ))}
              <td>{shares[0]!.n}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="figure-note">{DETAILS.releasedNote}</p>
    </WideTable>
  );
}
