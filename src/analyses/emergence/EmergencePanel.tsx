import { useContext, useMemo } from 'react';
import { judgeBifurcation, judgePlateau } from '../../dynamics/emergence/verdicts';
import { moveTimeline } from '../../state/training/slice';
import { morphAt, splitAtMarker, type TimelineData } from '../../state/training/timelineData';
import { timelineKind } from '../../state/training/timelineSource';
import { AnalysisPanel } from '../../ui/AnalysisPanel';
import { ClaimVerdict, SettledContext } from '../../ui/ClaimVerdict';
import { useApp, useAppController, useFrame } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import { LiveFigure } from '../../ui/figure/LiveFigure';
import { estimateText, short, WideTable } from '../../ui/numbers';
import { EMERGENCE } from '../emergenceText';
import { TrainingSelect, updateOfPixel, useIsComplete, useTimeline } from '../trainingTimeline';
import { beforeAndAfter, commonView, lastUpdate, morphFigure, timelineFigure } from './figures';
import { HistoryFile } from './HistoryFile';

/** How the orbit is born. */
export function EmergencePanel() {
  return (
    <AnalysisPanel id="emergence" title={EMERGENCE.title} term="emergence" lead={EMERGENCE.lead} controls={<SourceSelect />}>
      <Body />
    </AnalysisPanel>
  );
}

function SourceSelect() {
  return (
    <span className="row">
      <TrainingSelect />
      <HistoryFile />
    </span>
  );
}

function Body() {
  const data = useTimeline();
  const loading = useApp((state) => state.historyLoading);
  const kind = useApp(timelineKind);
  if (!data || data.entries.length === 0)
    return <p className="analysis-note">{loading || kind === 'shipped' ? EMERGENCE.loading : EMERGENCE.none}</p>;
  return <Timeline data={data} />;
}

/** Updates a second while playing: the whole run in about twelve seconds. */
const SECONDS = 12;

function Timeline({ data }: { data: TimelineData }) {
  const app = useAppController();
  const playing = useApp((state) => state.timelinePlaying);
  const end = lastUpdate(data);
  const cursorNow = () => app.store.getState().timelineCursor ?? end;
  useFrame((dt) => {
    if (!playing) return;
    const next = cursorNow() + (dt * end) / SECONDS;
    moveTimeline(app.store, Math.min(end, next), next < end);
  });
  const view = useMemo(() => (data.drawn.length > 0 ? commonView(data) : undefined), [data]);
  const complete = useIsComplete(data);
  const note = `${data.known} of ${data.entries.length} checkpoints analysed: 5,000 steps each at σ = 1, the same noise; ${data.source.name}.`;
  return (
    <div className="timeline" data-testid="timeline" data-known={data.known} data-checkpoints={data.entries.length}>
      <Controls data={data} complete={complete} />
      <div className="figures emergence">
        <LiveFigure
          now={() => timelineFigure(data, cursorNow())}
          name="timeline"
          label="Loss, transition rate, spectra and output error through training; arrow keys move the cursor"
          notes={[note]}
          pixels={400}
          rate={60}
          onPoint={(pixel, pressed, held) => {
            if (pixel && (pressed || held)) moveTimeline(app.store, updateOfPixel(pixel.x, pixel.width, lastUpdate(data)));
          }}
          onKey={(key) => {
            const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
            if (step) moveCursor(data, cursorNow(), step, (timelineCursor) => moveTimeline(app.store, timelineCursor));
            return step !== undefined;
          }}
        />
        {view && (
          <LiveFigure
            now={() => {
              const run = morphAt(data.drawn, cursorNow());
              return morphFigure(run, view, `update ${Math.round(run?.shown ?? 0)}`);
            }}
            name="morph"
            label="The orbit at the cursor, on axes common to all checkpoints"
            notes={[note]}
            pixels={400}
            rate={60}
          />
        )}
      </div>
      <Compare data={data} note={note} />
      <SettledContext.Provider value={complete}>
        <Numbers data={data} />
      </SettledContext.Provider>
      <p className="figure-note">
        {note} {EMERGENCE.same} {data.entries.some(({ found }) => found?.dynamics.divergent) && EMERGENCE.explosive}{' '}
        {(data.source.startGain ?? 1) > 1 && EMERGENCE.fastStart}
      </p>
    </div>
  );
}

/** Plays the training, goes to its marker or to the run in view, and says how far the analysis of checkpoints is. */
function Controls({ data, complete }: { data: TimelineData; complete: boolean }) {
  const app = useAppController();
  const playing = useApp((state) => state.timelinePlaying);
  const problem = useApp((state) => state.timelineProblem);
  const play = () => {
    const { timelineCursor, timelinePlaying } = app.store.getState();
    const end = lastUpdate(data);
    // At the end it starts over.
    moveTimeline(app.store, !timelinePlaying && (timelineCursor ?? end) >= end ? 0 : timelineCursor, !timelinePlaying);
  };
  return (
    <div className="row">
      <button type="button" onClick={play} data-testid="timeline-play">
        {playing ? 'Pause' : 'Play the training'}
      </button>
      <JumpToMarker data={data} complete={complete} />
      <ShowLive data={data} />
      {data.known < data.entries.length && !problem && (
        <progress max={data.entries.length} value={data.known} aria-label="Checkpoints analysed" />
      )}
      {problem && (
        <span role="alert">
          A checkpoint could not be analysed: {problem}.{' '}
          <button type="button" onClick={app.timeline.retry}>
            Try again
          </button>
        </span>
      )}
    </div>
  );
}

/** To the checkpoint before or after the cursor. */
function moveCursor({ drawn }: TimelineData, cursor: number, step: number, set: (update: number) => void): void {
  const next =
    step < 0 ? drawn.findLast(({ update }) => update < cursor - 1e-6) : drawn.find(({ update }) => update > cursor + 1e-6);
  if (next) set(next.update);
}

function JumpToMarker({ data, complete }: { data: TimelineData; complete: boolean }) {
  const app = useAppController();
  const { update } = data.marker;
  return (
    <button
      type="button"
      disabled={update === undefined}
      data-testid="marker"
      data-update={update}
      onClick={() => moveTimeline(app.store, update)}
    >
      {EMERGENCE.bifurcation(update, complete)} <kbd>B</kbd>
    </button>
  );
}

/** The nearest checkpoint into the live portrait at the top. */
function ShowLive({ data }: { data: TimelineData }) {
  const app = useAppController();
  const show = () => {
    const cursor = app.store.getState().timelineCursor ?? lastUpdate(data);
    const nearest = data.drawn.reduce<TimelineData['drawn'][number] | undefined>(
      (best, entry) => (!best || Math.abs(entry.update - cursor) < Math.abs(best.update - cursor) ? entry : best),
      undefined,
    );
    if (nearest) app.showWeights(nearest.weights, nearest.update);
  };
  return (
    <button
      type="button"
      disabled={data.drawn.length === 0}
      onClick={show}
      title="Every panel then shows the network of this checkpoint"
    >
      Open this checkpoint
    </button>
  );
}

function Compare({ data, note }: { data: TimelineData; note: string }) {
  const pair = useMemo(() => beforeAndAfter(data), [data]);
  const view = useMemo(() => (data.drawn.length > 0 ? commonView(data) : undefined), [data]);
  const figures = useMemo(
    () =>
      pair &&
      view && {
        before: morphFigure(pair.before, view, `before: update ${pair.before.update}`),
        after: morphFigure(pair.after, view, `after: update ${pair.after.update}`),
      },
    [pair, view],
  );
  if (!figures) return null;
  return (
    <div className="figures emergence detail" data-testid="before-after">
      {(['before', 'after'] as const).map((when) => (
        <FigureView
          key={when}
          figure={figures[when]}
          name={`emergence-${when}`}
          label={`Orbit ${when} the bifurcation, the same noise`}
          notes={[note]}
          pixels={230}
        />
      ))}
    </div>
  );
}

/** Claims C16 and C17 on what is known so far. */
function verdictsOf({ entries, marker, source }: TimelineData) {
  const known = entries.flatMap(({ update, found }) => (found ? [{ update, dynamics: found.dynamics }] : []));
  const rates = known.map(({ update, dynamics }) => ({
    update,
    divergent: dynamics.divergent,
    estimate: dynamics.transitionRate,
  }));
  const spectra = known.filter(({ dynamics }) => Number.isFinite(dynamics.either.value)).map(({ update }) => update);
  return {
    bifurcation: judgeBifurcation(marker, rates, spectra, source.losses.length),
    plateau: judgePlateau(source.losses, source.landmarks, marker),
  };
}

function Numbers({ data }: { data: TimelineData }) {
  const settled = useContext(SettledContext);
  const verdict = useMemo(() => verdictsOf(data), [data]);
  const rows = useMemo(
    () =>
      [
        { name: 'transition rate', ...splitAtMarker(data, ({ dynamics }) => dynamics.transitionRate) },
        { name: 'steps with a critical pair', ...splitAtMarker(data, ({ dynamics }) => dynamics.critical) },
        { name: 'steps with |λ| > 1', ...splitAtMarker(data, ({ dynamics }) => dynamics.unstable) },
      ] as const,
    [data],
  );
  const first = data.drawn.find(({ update }) => update === 0)?.found.dynamics;
  const start = first && [first.transitionRate, first.critical, first.unstable];
  const { lossTime, spectrumTime, thresholds } = data.marker;
  return (
    <>
      <WideTable>
        <table className="values">
          <thead>
            <tr>
              <td />
              <th scope="col">at the start</th>
              <th scope="col">before the loss drops</th>
              <th scope="col">from the marker on</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, before, after }, n) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{start ? estimateText(start[n]!, 3) : '–'}</td>
                <td>{before ? estimateText(before, 3) : '–'}</td>
                <td>{after ? estimateText(after, 3) : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      {settled && (
        <p className="picked">
          Loss leaves its plateau at update <b>{lossTime ?? '–'}</b> (a quarter of the way to the floor, three evaluations in a
          row); steps with |λ| &gt; 1 above {short(thresholds.unstable, 3)} or with a critical pair above{' '}
          {short(thresholds.critical, 3)} at update <b>{spectrumTime ?? '–'}</b>; the marker is the later of the two.
        </p>
      )}
      <ClaimVerdict name="A bifurcation during training (C16)" verdict={verdict.bifurcation} />
      <ClaimVerdict name="The plateau is the loss without memory (C17)" verdict={verdict.plateau} />
    </>
  );
}
