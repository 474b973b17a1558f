import { type ComponentType, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { type PanelJob, REQUESTS, type RequestResult } from '../analyses/requests';
import { planeInView } from '../dynamics/orbit/orbitPlanes';
import type { AnalysisView, NetworkTag } from '../state/analyses/slice';
import { SettledContext } from './ClaimVerdict';
import { useApp, useAppController } from './context';
import { DetailsButton, splitLead, useBrief } from './Details';
import { Term, type TermOrDefinition } from './glossary';
import { lazyComponent } from './lazyComponent';
import { useIsVisible, VisibilityContext } from './onScreen';
import { MaximiseButton, usePanel } from './panelFrame';

interface AnalysisPanelProps {
  id: string;
  title: string;
  term: TermOrDefinition;
  /** One sentence: what to look for. */
  lead: ReactNode;
  /** Controls that belong to the whole panel. */
  controls?: ReactNode;
  /** Whether there is anything to put away under its details now; default true. */
  hasDetails?: boolean;
  children: ReactNode;
}

/** A panel whose analyses run only while it can be seen. */
export function AnalysisPanel({ id, title, term, lead, controls, hasDetails = true, children }: AnalysisPanelProps) {
  const { className, ...frame } = usePanel(id);
  const element = useRef<HTMLElement>(null);
  const [visible, setVisible] = useState(false);
  const brief = useBrief(id);
  const [first, rest] = typeof lead === 'string' ? splitLead(lead) : [lead, ''];
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => setVisible(entries.at(-1)?.isIntersecting ?? false), {
      // Above and below: what is beside it, on a phone, is the next panel.
      rootMargin: '80px 0px',
    });
    if (element.current) observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return (
    <section ref={element} id={id} className={`${className} analysis${brief ? ' brief' : ''}`} aria-label={title} {...frame}>
      <header>
        <h2>
          <Term id={term}>{title}</Term>
        </h2>
        {controls}
        <MaximiseButton id={id} title={title} />
      </header>
      <p className="caption">
        {first}
        {!(brief && hasDetails) && rest}
      </p>
      <VisibilityContext.Provider value={visible}>{children}</VisibilityContext.Provider>
      {hasDetails && <DetailsButton id={id} title={title} />}
    </section>
  );
}

/** The state of an analysis; it is kept up to date while the panel around it is in sight. */
function useAnalysis<N extends PanelJob>(name: N): AnalysisView<N> {
  const app = useAppController();
  const visible = useIsVisible();
  useEffect(() => (visible ? app.analyses.want(name) : undefined), [app, visible, name]);
  const view = useApp((state) => state.analyses[name]) as AnalysisView<N> | undefined;
  return view ?? { status: 'waiting', progress: 0 };
}

/** Whether an analysis is done, and of what is in view now. One that is out of sight is not followed. */
function useSettled(name: PanelJob, status: AnalysisView['status']): boolean {
  const followed = useIsVisible() && status === 'ready';
  return useApp((state) => followed && REQUESTS[name].key(state) === state.analyses[name]?.key);
}

const networkName = ({ origin, update, seed }: NetworkTag): string =>
  origin === 'preset'
    ? `shipped network, seed ${seed ?? '?'}`
    : origin === 'file'
      ? 'network from a file'
      : origin === 'untrained'
        ? 'untrained network'
        : origin === 'constructed'
          ? 'network built by hand'
          : `network of update ${update}`;

/** Shows an analysis: its progress, its failure with a way out, or what `children` make of the value. */
export function AnalysisBody<N extends PanelJob>({
  name,
  current = false,
  stoppable = false,
  children,
}: {
  name: N;
  /** An older value answers another question: it is hidden until the new one stands. */
  current?: boolean;
  /** It takes seconds, and can be stopped by a button. */
  stoppable?: boolean;
  children: (value: RequestResult<N>, of: string) => ReactNode;
}) {
  const app = useAppController();
  const { status, progress, value: latest, of, key, message } = useAnalysis(name);
  const answers = useApp((state) => !current || REQUESTS[name].key(state) === key);
  const value = answers ? latest : undefined;
  const settled = useSettled(name, status);
  return (
    <div
      className="analysis-body"
      data-job={name}
      data-status={answers || status !== 'ready' ? status : 'waiting'}
      data-settled={settled ? 'yes' : 'no'}
    >
      {status === 'failed' && (
        <p role="alert" className="analysis-note">
          This analysis failed: {message}.{' '}
          <button type="button" onClick={() => app.analyses.retry(name)}>
            Try again
          </button>
        </p>
      )}
      {status === 'stopped' && (
        <p className="analysis-note">
          Stopped.{' '}
          <button type="button" onClick={() => app.analyses.retry(name)}>
            Compute it
          </button>
        </p>
      )}
      {!value && status !== 'failed' && status !== 'stopped' && (
        <div className="analysis-note">
          <span>{status === 'working' ? `Computing… ${Math.round(100 * progress)} %` : 'Waiting its turn…'}</span>
          <progress max={1} value={progress} />
          {stoppable && (
            <button type="button" onClick={() => app.analyses.stop(name)}>
              Stop
            </button>
          )}
        </div>
      )}
      {value && <SettledContext.Provider value={settled}>{children(value, of ? networkName(of) : '')}</SettledContext.Provider>}
      {value && status === 'working' && <progress className="renewing" max={1} value={progress} aria-label="Computing again" />}
    </div>
  );
}

/** What a panel says before its body is there. */
interface PanelWords {
  title: string;
  term: TermOrDefinition;
  lead: string;
}

/** A panel whose body is fetched when it is first shown: the list of panels stays small. */
export function lazyPanel(id: string, { title, term, lead }: PanelWords, load: () => Promise<ComponentType>): ComponentType {
  const Body = lazyComponent(load);
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each panel and outside of components, as `lazyComponent` is
  return function LazyPanel() {
    return (
      <AnalysisPanel id={id} title={title} term={term} lead={lead}>
        <Suspense fallback={null}>
          <Body />
        </Suspense>
      </AnalysisPanel>
    );
  };
}

/** Stands in for a comparison with a network whose state grows without bound. */
export const Explosive = ({ report }: { report: { divergedAt: number } }) => (
  <p className="analysis-note">The state grew without bound, first at step {report.divergedAt}: there is nothing to compare.</p>
);

/** Axes of the plane in view: the same in every picture of the network. */
export const useOrbitPlane = (): readonly [number, number] =>
  useApp(({ orbit, settings }) => planeInView(settings.plane, orbit?.basis.explained));
