import { useMemo, useState } from 'react';
import { groupKind } from '../../dynamics/kick/kickGroups';
import { EXIT_BAR, type KickDirection, type KickReport, type KickScore, meetsBar } from '../../dynamics/kick/kickNeurons';
import { highlightedUnit } from '../../state/page/slice';
import { SETTINGS } from '../../state/settings/settings';
import { AnalysisBody, AnalysisPanel } from '../../ui/AnalysisPanel';
import { ClaimVerdict } from '../../ui/ClaimVerdict';
import { useApp, useAppController, usePalette } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import { estimateText, WideTable } from '../../ui/numbers';
import { Segmented } from '../../ui/Segmented';
import { Slider } from '../../ui/Slider';
import { KICK } from '../mechanismText';
import { groupColour, UnitChips, useKickGroups } from '../units';
import { judgeKick } from './compute';
import { curveFigure, directionName, profileFigure } from './figures';

/** The few units that throw the switch. */
export function KickPanel() {
  return (
    <AnalysisPanel id="kick" title={KICK.title} term="kickGroup" lead={KICK.lead} controls={<GroupSize />}>
      <AnalysisBody name="kick">{(report, of) => <Found report={report} of={of} />}</AnalysisBody>
      <EditedScores />
    </AnalysisPanel>
  );
}

function GroupSize() {
  const app = useAppController();
  const size = useApp((state) => state.settings.groupSize);
  const { low, high } = SETTINGS.groupSize;
  return (
    <Slider
      label="all groups tried up to"
      value={size}
      low={low}
      high={high}
      format={(value) => String(Math.round(value))}
      onChange={(value) => app.set('groupSize', Math.round(value))}
    />
  );
}

function Found({ report, of }: { report: KickReport; of: string }) {
  const [chosen, setChosen] = useState(0);
  const judgement = useMemo(() => judgeKick(report), [report]);
  const curve = useMemo(() => curveFigure(report.directions), [report]);
  const profiled = report.directions.filter(({ profiles }) => profiles.length > 0);
  const direction = profiled[Math.min(chosen, profiled.length - 1)];
  const note = `Residency run with every state’s zone; groups chosen on 120 cluster states, judged on 240 others, 4 futures of 40 steps each; ${of}.`;
  if (report.directions.length === 0) return <p className="analysis-note">{KICK.untrained}</p>;
  return (
    <>
      <FoundGroups directions={report.directions} />
      <div className="figures">
        <FigureView figure={curve} name="kick-path" label="Exits left by the best group of each size" notes={[note]} />
        {direction && (
          <div>
            <Segmented
              label="Direction"
              options={profiled.map((one, value) => ({ value, name: directionName(one) }))}
              value={profiled.indexOf(direction)}
              onChange={setChosen}
            />
            <Profile direction={direction} note={note} />
          </div>
        )}
      </div>
      <KickTable directions={report.directions} />
      <ClaimVerdict name="Few kick neurons cause the transitions (C10)" verdict={judgement} />
      <p className="figure-note">
        {note} {KICK.notUnique}
      </p>
    </>
  );
}

function Profile({ direction, note }: { direction: KickDirection; note: string }) {
  const palette = usePalette();
  const groups = useKickGroups();
  const emphasised = useApp(highlightedUnit);
  const figure = useMemo(() => {
    const own = groups.find(({ directions }) =>
      directions.some(({ from, to }) => from === direction.from && to === direction.to),
    );
    return profileFigure(
      direction,
      (unit) => (own?.units.includes(unit) ? groupColour(palette, own.name) : undefined),
      emphasised,
    );
  }, [direction, groups, palette, emphasised]);
  return (
    <FigureView
      figure={figure}
      name={`kick-profile-${direction.from}${direction.to}`}
      label={`Drive of units on the way ${directionName(direction)}`}
      notes={[note]}
    />
  );
}

/** Which neurons they are, before all numbers. */
function FoundGroups({ directions }: { directions: readonly KickDirection[] }) {
  const palette = usePalette();
  return (
    <ul className="row found-groups">
      {directions.map((direction) => (
        <li key={directionName(direction)}>
          <i className="swatch" style={{ background: palette.outputs[direction.from] }} /> →{' '}
          <i className="swatch" style={{ background: palette.outputs[direction.to] }} /> {directionName(direction)}:{' '}
          {direction.verdict === 'found' && direction.score ? (
            <>
              {direction.score.group.length === 1 ? KICK.unit : KICK.units} <UnitChips units={direction.score.group} />
            </>
          ) : (
            VERDICTS[direction.verdict]
          )}
        </li>
      ))}
    </ul>
  );
}

function KickTable({ directions }: { directions: readonly KickDirection[] }) {
  return (
    <WideTable>
      <table className="values kick-table">
        <thead>
          <tr>
            <th scope="col">switch</th>
            <th scope="col">units</th>
            <th scope="col">k*</th>
            <ScoreHeads />
            <th scope="col">verdict</th>
          </tr>
        </thead>
        <tbody>
          {directions.map((direction) => (
            <Row key={directionName(direction)} direction={direction} />
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}

function ScoreHeads() {
  return (
    <>
      <th scope="col">exits in 40 steps, untouched</th>
      <th scope="col">left, held at 0 (bar {EXIT_BAR})</th>
      <th scope="col">left, unheard (bar {EXIT_BAR})</th>
      <th scope="col">random groups</th>
      <th scope="col">as good</th>
    </>
  );
}

const VERDICTS = { found: 'found', none: 'not found', scarce: 'cannot tell' } as const;

function Row({ direction }: { direction: KickDirection }) {
  const palette = usePalette();
  const { from, to, verdict, score, states, approach, fewest } = direction;
  const name = (
    <th scope="row">
      <i className="swatch" style={{ background: palette.outputs[from] }} /> →{' '}
      <i className="swatch" style={{ background: palette.outputs[to] }} /> {directionName(direction)}
    </th>
  );
  if (!score)
    return (
      <tr data-verdict={verdict}>
        {name}
        <td colSpan={7}>
          {verdict === 'scarce'
            ? `${KICK.scarce} ${states.cluster} cluster, ${states.kick} kick-zone and ${states.transition} transition states, ${approach} steps from cluster to flip; 20 of each are needed.`
            : KICK.none}
        </td>
        <td>{VERDICTS[verdict]}</td>
      </tr>
    );
  return (
    <tr data-verdict={verdict}>
      {name}
      <td>
        <UnitChips units={score.group} />
      </td>
      <td>{fewest ?? '–'}</td>
      <ScoreCells score={score} />
      <td className="kick-verdict">
        <b>{VERDICTS[verdict]}</b> {proof(direction, score)}
      </td>
    </tr>
  );
}

function ScoreCells({ score }: { score: KickScore }) {
  const { null: random, asWell, p } = score;
  return (
    <>
      <td>{estimateText(score.base, 3)}</td>
      <td>{estimateText(score.ratio, 3)}</td>
      <td>{estimateText(score.muted, 3)}</td>
      <td title="Exit probability with a random group held at 0">
        {random.length > 0 ? `${random[0]!.toFixed(2)} … ${random.at(-1)!.toFixed(2)}` : 'too few units'}
      </td>
      <td>{random.length > 0 && `${asWell} of ${random.length}, p = ${p.toFixed(3)}`}</td>
    </>
  );
}

/** What kind of group was found, or why none was. */
function proof({ verdict, fewest, exhaustive, curve }: KickDirection, { group, inProfile, most, p, asWell }: KickScore): string {
  const whole = inProfile.length === group.length;
  const profile = whole
    ? 'all its units have the profile'
    : `${inProfile.length} of ${group.length} ${group.length === 1 ? 'unit has' : 'units have'} the profile`;
  if (verdict === 'found') return `(${groupKind(whole)}: ${profile}${asWell > 0 ? `; ${KICK.others}` : ''})`;
  const largest = curve.at(-1)!.group.length;
  const why =
    fewest === undefined
      ? `up to ${largest} units leave more than a quarter`
      : fewest > most
        ? `it takes ${fewest} units, and ${most} are the most`
        : `random groups do as well too often, p = ${p.toFixed(2)}`;
  const all = exhaustive
    ? `; all ${exhaustive.tried} groups of ${exhaustive.size} were tried, ${exhaustive.met} met the bar on the starts they were chosen on`
    : '';
  return `(${why}${all}; ${profile})`;
}

/** Groups changed by hand, judged like the found ones. */
function EditedScores() {
  const edited = useApp((state) => Object.keys(state.groupEdits).length > 0);
  if (!edited) return null;
  return (
    <AnalysisBody name="kickScore">
      {(scores) => (
        <WideTable className="essential">
          <table className="values kick-table">
            <caption>Groups {KICK.edited}</caption>
            <thead>
              <tr>
                <th scope="col">switch</th>
                <th scope="col">units</th>
                <ScoreHeads />
                <th scope="col">verdict</th>
              </tr>
            </thead>
            <tbody>
              {scores.map(({ from, to, score }) => (
                <tr key={`${from}${to}`}>
                  <th scope="row">{directionName({ from, to })}</th>
                  <td>
                    <UnitChips units={score.group} />
                  </td>
                  <ScoreCells score={score} />
                  <td>{meetsBar(score) ? 'meets the bar' : 'misses the bar'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      )}
    </AnalysisBody>
  );
}
