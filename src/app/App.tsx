import { type ComponentType, type ReactNode, Suspense, useEffect, useLayoutEffect, useRef } from 'react';
import { closeSheet } from '../state/page/slice';
import type { Settings } from '../state/settings/settings';
import { handleKey, handleRelease, releaseAll } from '../story/keys';
import { StoryView } from '../story/StoryView';
import { STORY_TEXT } from '../story/text';
import { useApp, useAppController } from '../ui/context';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { lazyComponent } from '../ui/lazyComponent';
import { OutputStrip } from '../views/outputs/OutputStrip';
import { Playback } from '../views/playback/Playback';
import { Portrait } from '../views/portrait/Portrait';
import { Header } from './Header';
import { Notices } from './Notices';
import { applyPage, applyProfile } from './theme';

const LabView = lazyComponent(() => import('./lab/LabView').then((module) => module.LabView));
const Report = lazyComponent(() => import('./report/Report').then((module) => module.Report));
const TrainingView = lazyComponent(() => import('../story/training/TrainingView').then((module) => module.TrainingView));
const LectureView = lazyComponent(() => import('../story/lecture/LectureView').then((module) => module.LectureView));

/** The ways in. */
const VIEWS: Record<Settings['view'], { name: string; View: ComponentType }> = {
  story: { name: 'Story', View: StoryView },
  lab: { name: 'Lab', View: LabView },
  report: { name: 'Replication report', View: Report },
};

export function App() {
  useKeys();
  useTitle();
  useRoot();
  const { view, lecture, ui } = useApp((state) => state.settings);
  const training = useApp((state) => state.trainingShown !== undefined);
  const { name, View } = lecture ? { name: 'Lecture', View: LectureView } : VIEWS[view];
  const featuresLoaded = useApp((state) => state.featuresLoaded);
  // The story moves at once; the other views use parts that are loaded after it.
  const ready = featuresLoaded || (view === 'story' && !lecture);
  const loading = <p className="analysis-note">Loading…</p>;
  const inFrame = (shown: string, content: ReactNode) => (
    <ErrorBoundary key={shown} name={shown}>
      <Suspense fallback={loading}>{ready ? content : loading}</Suspense>
    </ErrorBoundary>
  );
  // The lab stays in the page under a training: its panels keep what was typed, and where they were scrolled to.
  const page = (!training || name === 'Lab') && (
    <div className="page" hidden={training}>
      {inFrame(name, <View />)}
    </div>
  );
  return (
    <>
      {ui !== 'full' ? (
        <>
          <Notices />
          <Picture controls={ui === 'basic'} />
        </>
      ) : (
        <>
          {!lecture && <Header />}
          <Notices />
          {page}
          {training && inFrame('Training', <TrainingView />)}
          <Sheets />
        </>
      )}
      <Announcement />
    </>
  );
}

/** The live picture alone, as it stands in somebody else's page. */
function Picture({ controls }: { controls: boolean }) {
  return (
    <main className={controls ? 'embedded' : 'embedded bare'}>
      <h1 className="visually-hidden">{STORY_TEXT.brand}</h1>
      <ErrorBoundary name="Phase portrait">
        <Portrait compact />
      </ErrorBoundary>
      {controls && (
        <>
          <ErrorBoundary name="Outputs">
            <OutputStrip />
          </ErrorBoundary>
          <Playback />
        </>
      )}
    </main>
  );
}

/** What changed, for a screen reader. */
function Announcement() {
  const text = useApp((state) => state.announcement);
  return (
    <p className="visually-hidden" role="status" aria-live="polite" data-testid="announcement">
      {text}
    </p>
  );
}

/** What the style sheets ask about the page stands on its root. */
function useRoot(): void {
  const { profile, hide, ui, lecture, view } = useApp((state) => state.settings);
  const highlight = useApp((state) => state.highlight);
  // Before the next frame: canvases draw in the new colours at once, and the page around them must not lag behind.
  useLayoutEffect(() => applyProfile(profile), [profile]);
  useEffect(() => applyPage({ hide, ui, lecture, view }, highlight), [hide, ui, lecture, view, highlight]);
}

function useKeys(): void {
  const app = useAppController();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => handleKey(event, app);
    const onRelease = (event: KeyboardEvent) => handleRelease(event, app);
    const onBlur = () => releaseAll(app);
    window.addEventListener('keydown', onKey);
    window.addEventListener('keyup', onRelease);
    window.addEventListener('blur', onBlur);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('keyup', onRelease);
      window.removeEventListener('blur', onBlur);
    };
  }, [app]);
}

/** Progress of a run in the tab's title: training goes on while the tab is hidden. */
function useTitle(): void {
  const title = useApp(({ training: { status, update, total } }) => {
    if (status === 'running') return `${Math.floor((100 * update) / Math.max(1, total))} % · noisy-orbits`;
    if (status === 'finished') return 'trained · noisy-orbits';
    return status === 'paused' ? 'paused · noisy-orbits' : 'noisy-orbits';
  });
  useEffect(() => {
    document.title = title;
  }, [title]);
}

const Help = lazyComponent(() => import('./Help').then((module) => module.Help), 'notify');
const ShareSheet = lazyComponent(() => import('../views/share/ShareSheet').then((module) => module.default), 'notify');
const Palette = lazyComponent(() => import('./palette/Palette').then((module) => module.Palette), 'notify');
const RecentDialog = lazyComponent(() => import('../views/recent/RecentDialog').then((module) => module.RecentDialog), 'notify');
/** Nobody asked for it yet when it is fetched: where that fails nothing is said, and it is tried again. */
const Files = lazyComponent(() => import('../views/weights/Files').then((module) => module.Files), 'leave out');

/** Dialogs over the page. Each is fetched when it is first asked for, and stays. */
function Sheets() {
  const app = useAppController();
  const featuresLoaded = useApp((state) => state.featuresLoaded);
  const help = useAsked(useApp((state) => state.helpOpen));
  const sheet = useApp((state) => state.sheet);
  const recent = useAsked(sheet === 'recent');
  const share = useAsked(sheet === 'share');
  const palette = useAsked(sheet === 'palette');
  const close = () => closeSheet(app.store);
  return (
    <Suspense>
      {help && <Help />}
      {featuresLoaded && <Files />}
      {share && featuresLoaded && <ShareSheet />}
      {palette && featuresLoaded && <Palette open={sheet === 'palette'} />}
      {recent && featuresLoaded && <RecentDialog recents={app.persistence.recents} open={sheet === 'recent'} onClose={close} />}
    </Suspense>
  );
}

/** Whether it was ever so. */
function useAsked(open: boolean): boolean {
  const asked = useRef(false);
  asked.current ||= open;
  return asked.current;
}
