import type { HmmSpec } from '../hmm/spec';
import { usePalette } from '../ui/context';
import { WideTable } from '../ui/numbers';

/** Two models' matrices side by side; cells that differ much stand out. */
export function ModelTables({ models }: { models: readonly { name: string; spec: HmmSpec; stateNames?: readonly string[] }[] }) {
  const palette = usePalette();
  return (
    <WideTable className="row">
      {models.map(({ name, spec, stateNames }) => (
        <table key={name} className="values" translate="no">
          <caption>{name}</caption>
          <thead>
            <tr>
              <th scope="col">state</th>
              {spec.transitionMatrix.map((_, j) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: states are their numbers
                <th key={j} scope="col">
                  → {j}
                </th>
              ))}
              {Array.from({ length: spec.nOutputs }, (_, k) => (
                <th key={palette.outputs[k]} scope="col">
                  <i className="swatch" style={{ background: palette.outputs[k] }} /> {k}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {spec.transitionMatrix.map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: states are their numbers
              <tr key={i}>
                <th scope="row">
                  {i}
                  {stateNames && <small> {stateNames[i]}</small>}
                </th>
                {[...row, ...spec.emissionMatrix[i]!].map((p, j) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells are their numbers
                  <td key={j}>{p.toFixed(3)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </WideTable>
  );
}
