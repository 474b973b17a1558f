import { useState } from 'react';
import { PAPER_HMM_IDS, PAPER_HMMS } from '../../hmm/models';
import { compareReuse, type NetworkMechanism } from '../../state/analyses/compareWarmStart';
import { AnalysisPanel } from '../../ui/AnalysisPanel';
import { useApp, useAppController } from '../../ui/context';
import { REUSE } from '../../ui/importText';
import { estimateText } from '../../ui/numbers';
import { exitsLeftText, UnitChips } from '../units';

/** A network before and after it was trained on with another model. */
export function ReusePanel() {
  return (
    <AnalysisPanel id="reuse" title={REUSE.title} term="kickGroup" lead={REUSE.lead}>
      <Body />
    </AnalysisPanel>
  );
}

type Compared = Awaited<ReturnType<typeof compareReuse>>;

function Body() {
  const app = useAppController();
  const warm = useApp((state) => state.warmStart);
  const update = useApp((state) => state.network?.update ?? 0);
  const [compared, setCompared] = useState<Compared>();
  const [at, setAt] = useState(0);
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  if (!warm) return <Begin />;
  const compare = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      setCompared(await compareReuse(app.store, app.pool));
      setAt(update);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <div className="row">
        <span className="picked">
          From <b>{warm.before.hmm.name}</b> to <b>{warm.to.name}</b>, {update} updates so far.
        </span>
        <button type="button" className="primary" disabled={busy} onClick={() => void compare()} data-testid="compare-reuse">
          {busy ? 'Comparing…' : 'Compare now'}
        </button>
      </div>
      {problem && (
        <p role="alert" className="claim">
          They could not be compared: {problem}.
        </p>
      )}
      {compared && <Comparison before={compared.before} after={compared.after} update={at} />}
    </>
  );
}

/** Before there is anything to compare: the models that this network can be trained on with. */
function Begin() {
  const app = useAppController();
  const network = useApp((state) => state.network);
  const model = useApp((state) => state.settings.model);
  const others = PAPER_HMM_IDS.map((id) => PAPER_HMMS[id]).filter(
    (hmm) => hmm.nOutputs === network?.hmm.nOutputs && (model !== '' || hmm.name !== network?.hmm.name),
  );
  return (
    <div className="analysis-note">
      <p>{REUSE.empty}</p>
      <p className="row">
        {others.map((hmm) => (
          <button key={hmm.name} type="button" disabled={!network} onClick={() => app.warmStart(hmm)} data-testid="reuse-begin">
            {hmm.name}
          </button>
        ))}
      </p>
    </div>
  );
}

function Comparison({ before, after, update }: { before: NetworkMechanism; after: NetworkMechanism; update: number }) {
  const unitsOf = ({ kick }: NetworkMechanism) => new Set(kick.groups.flatMap(({ units }) => units));
  const [old, now] = [unitsOf(before), unitsOf(after)];
  const kept = [...now].filter((unit) => old.has(unit));
  const expected = (old.size * now.size) / after.kick.hiddenSize;
  const sides = [
    { name: 'before', side: before },
    { name: `after ${update} updates`, side: after },
  ];
  return (
    <>
      <div className="figures">
        {sides.map(({ name, side }) => (
          <div key={name}>
            <SwitchTable name={name} kick={side.kick} />
            <PairTable subspaces={side.subspaces} />
          </div>
        ))}
      </div>
      <p className="picked" data-testid="reused">
        {kept.length} of {now.size} kick units were kick units before
        {kept.length > 0 ? `: ${kept.sort((a, b) => a - b).join(', ')}` : ''}; {expected.toFixed(1)} would be by chance.
      </p>
    </>
  );
}

/** The units that throw each switch. */
function SwitchTable({ name, kick }: Pick<NetworkMechanism, 'kick'> & { name: string }) {
  return (
    <table className="values">
      <caption>{name}</caption>
      <thead>
        <tr>
          <th scope="col">switch</th>
          <th scope="col">units</th>
          <th scope="col">exits left</th>
        </tr>
      </thead>
      <tbody>
        {kick.directions.map((direction) => (
          <tr key={`${direction.from}${direction.to}`}>
            <th scope="row">
              {direction.from} → {direction.to}
            </th>
            <td>{direction.score ? <UnitChips units={direction.score.group} /> : '–'}</td>
            <td>{exitsLeftText(direction, ' (misses the bar)')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How the orbit turns between each two outputs. */
function PairTable({ subspaces }: Pick<NetworkMechanism, 'subspaces'>) {
  return (
    <table className="values">
      <caption>outputs two at a time</caption>
      <thead>
        <tr>
          <th scope="col">pair</th>
          <th scope="col">turns per round trip</th>
          <th scope="col">share of time</th>
        </tr>
      </thead>
      <tbody>
        {subspaces.pairs.map(({ outputs, turnsPerRoundTrip, share }) => (
          <tr key={outputs.join()}>
            <th scope="row">{outputs.join(' and ')}</th>
            <td>{estimateText(turnsPerRoundTrip)}</td>
            <td>{(100 * share).toFixed(0)} %</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
