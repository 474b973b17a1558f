import { Suspense, useRef } from 'react';
import { closeSheet } from '../state/page/slice';
import { useApp, useAppController } from '../ui/context';
import { lazyComponent } from '../ui/lazyComponent';

const Help = lazyComponent(() => import('./Help').then((module) => module.Help), 'notify');
const ShareSheet = lazyComponent(() => import('../views/share/ShareSheet').then((module) => module.default), 'notify');
const Palette = lazyComponent(() => import('./palette/Palette').then((module) => module.Palette), 'notify');
const RecentDialog = lazyComponent(() => import('../views/recent/RecentDialog').then((module) => module.RecentDialog), 'notify');
const Files = lazyComponent(() => import('../views/weights/Files').then((module) => module.Files), 'notify');

/** Dialogs over the page. Each is fetched when it is first asked for, and stays. */
export function Sheets() {
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
      {featuresLoaded && <Files />}
      {help && <Help />}
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
