import { useMemo, useState } from 'react';
import type { NoiseIntegration, NoiseIntegrationReport } from '../../dynamics/circuit/noiseIntegration';
import { judge, judgeAll } from '../../dynamics/judge';
import { AnalysisBody } from '../../ui/AnalysisPanel';
import { ClaimVerdict } from '../../ui/ClaimVerdict';
import { useApp } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import { Term } from '../../ui/glossary';
import { estimateText, short, WideTable } from '../../ui/numbers';
import { Segmented } from '../../ui/Segmented';
import { useCircuitParts } from '../circuitParts';
import { CIRCUIT } from '../mechanismText';
import { integrationConditions } from './compute';
import { Film } from './Film';
import { driveFigure, noiseFigure } from './figures';
import { foundText, GATHERED, SOURCE, TIME } from './words';

/** It needs two kick groups: the analysis waits for them, and says so where there are fewer. */
export function IntegrationBody() {
  const parts = useCircuitParts();
  const known = useApp((state) => state.analyses.kick?.status === 'ready');
  return (
    <>
      <AnalysisBody name="kick">{() => null}</AnalysisBody>
      {known && !parts && <p className="analysis-note">{CIRCUIT.missing}</p>}
      {parts && (
        <AnalysisBody name="integration" stoppable>
          {(report, of) => <Report report={report} of={of} />}
        </AnalysisBody>
      )}
    </>
  );
}

const nameOf = ({ from, to }: { from: number; to: number }): string => `${from} → ${to}`;

function Report({ report, of }: { report: NoiseIntegrationReport; of: string }) {
  const [chosen, setChosen] = useState(0);
  const { directions, scarce, steps } = report;
  const direction = directions[Math.min(chosen, directions.length - 1)];
  const note = `${steps.toLocaleString('en')} steps at σ = 1, changes between stays of at least 5 steps; ${of}.`;
  const few = scarce.map((one) => `${nameOf(one)}: ${one.changes}`).join(', ');
  if (!direction) return <p className="analysis-note">Too few changes to average ({few}); 30 of one direction are needed.</p>;
  return (
    <>
      {directions.length > 1 && (
        <Segmented
          label="Direction"
          options={directions.map((one, value) => ({ value, name: nameOf(one) }))}
          value={directions.indexOf(direction)}
          onChange={setChosen}
        />
      )}
      <Averages direction={direction} note={note} />
      <p className="analysis-verdict">{foundText(direction)}</p>
      <Film direction={direction} note={note} />
      <Numbers directions={directions} />
      <Verdict directions={directions} />
      <p className="figure-note">
        {note} {few && `Too few changes to average: ${few}.`} {SOURCE}
      </p>
    </>
  );
}

function Averages({ direction, note }: { direction: NoiseIntegration; note: string }) {
  const noise = useMemo(() => noiseFigure(direction), [direction]);
  const drive = useMemo(() => driveFigure(direction), [direction]);
  const way = `${direction.from}${direction.to}`;
  return (
    <div className="figures">
      <FigureView
        figure={noise}
        name={`integration-noise-${way}`}
        label={`Mean noise before the changes ${nameOf(direction)}, and before moments chosen by chance`}
        notes={[note]}
      />
      <FigureView
        figure={drive}
        name={`integration-drive-${way}`}
        label={`Mean drive of the kick group before the changes ${nameOf(direction)}`}
        notes={[note]}
      />
    </div>
  );
}

function Numbers({ directions }: { directions: readonly NoiseIntegration[] }) {
  const along = (found: NoiseIntegration) => [
    { what: 'populations', gathered: found.populations },
    { what: 'drive of the kick group', gathered: found.drive },
  ];
  return (
    <WideTable>
      <table className="values">
        <thead>
          <tr>
            <th scope="col">change, noise along</th>
            <th scope="col">changes</th>
            <th scope="col">
              <Term id={GATHERED}>gathered (sd)</Term>
            </th>
            <th scope="col">by chance</th>
            <th scope="col">half time (steps)</th>
            <th scope="col">
              <Term id={TIME}>integration time (steps)</Term>
            </th>
          </tr>
        </thead>
        <tbody>
          {directions.flatMap((found) =>
            along(found).map(({ what, gathered }) => (
              <tr key={`${nameOf(found)} ${what}`}>
                <th scope="row">
                  {nameOf(found)}, {what}
                </th>
                <td>{found.changes}</td>
                <td>{estimateText(gathered.total, 1)}</td>
                <td>{short(gathered.shuffledTotal, 1)}</td>
                <td>{estimateText(gathered.halfTime, 1)}</td>
                <td>{estimateText(gathered.integrationTime, 1)}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </WideTable>
  );
}

function Verdict({ directions }: { directions: readonly NoiseIntegration[] }) {
  const judgement = useMemo(() => judgeAll(integrationConditions(directions).map(judge)), [directions]);
  return <ClaimVerdict name="Noise is gathered before a switch (C26, not in the paper)" verdict={judgement} />;
}
