import './header.css';
import { Suspense, useState } from 'react';
import { PROFILES } from '../charts/palette';
import { isOwn } from '../state/networks/slice';
import { notify, openHelp, openSheet } from '../state/page/slice';
import { toggleLecture } from '../story/lecture/lecture';
import { ChapterNav } from '../story/StoryView';
import { STORY_TEXT } from '../story/text';
import { useApp, useAppController } from '../ui/context';
import { lazyComponent } from '../ui/lazyComponent';
import { keepProfile } from './theme';

/** Name, where one is, and what belongs to the whole page. */
export function Header() {
  const app = useAppController();
  const view = useApp((state) => state.settings.view);
  const featuresLoaded = useApp((state) => state.featuresLoaded);
  return (
    <header className="top">
      <h1>
        <button type="button" className="brand" onClick={() => app.enter('start', 0)} title={STORY_TEXT.again}>
          {STORY_TEXT.brand}
        </button>
      </h1>
      {view === 'story' ? <ChapterNav /> : <p className="tagline">{STORY_TEXT.tagline}</p>}
      <span className="spacer" />
      <nav className="segmented" aria-label="Way in">
        {(['story', 'lab'] as const).map((one) => (
          <button
            key={one}
            type="button"
            aria-current={view === one ? 'page' : undefined}
            aria-pressed={view === one}
            onClick={() => app.set('view', one)}
            data-testid={`view-${one}`}
          >
            {STORY_TEXT[one]}
          </button>
        ))}
      </nav>
      <ColourSelect />
      <button type="button" disabled={!featuresLoaded} onClick={() => openSheet(app.store, 'recent')} data-testid="recent">
        Recent
      </button>
      <span className="row" data-control="share">
        <button type="button" disabled={!featuresLoaded} onClick={() => openSheet(app.store, 'share')} data-testid="share">
          Share
        </button>
        <CopyLink />
      </span>
      <button type="button" onClick={() => toggleLecture(app)} data-testid="lecture">
        Lecture <kbd>L</kbd>
      </button>
      <button type="button" onClick={() => openHelp(app.store, true)} aria-label="Keys and help">
        Keys <kbd>?</kbd>
      </button>
    </header>
  );
}

/** The colours of the page; the browser keeps the choice. */
function ColourSelect() {
  const app = useAppController();
  const profile = useApp((state) => state.settings.profile);
  return (
    <label className="model">
      <span className="wide-only">colours</span>
      <select
        value={profile}
        aria-label="Colours"
        onChange={(event) => {
          const chosen = event.target.value as (typeof PROFILES)[number];
          keepProfile(chosen);
          app.set('profile', chosen);
        }}
      >
        {PROFILES.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}

const CopyNote = lazyComponent(() => import('./ownLink').then((module) => module.CopyNote), 'notify');

/** Copies the link to what is in view, one's own network in it if it fits; where the clipboard is closed, shows it to be copied by hand. */
function CopyLink() {
  const app = useAppController();
  const [says, setSays] = useState('Copy link');
  const [without, setWithout] = useState<string>();
  const copy = async () => {
    const { network } = app.store.getState();
    let url = new URL(app.link(), window.location.href).href;
    setWithout(undefined);
    try {
      if (network && isOwn(network)) {
        const { ownLink } = await import('./ownLink');
        const link = await ownLink(app, (share) => setSays(`Checking ${Math.round(100 * share)} %`));
        setWithout(link.without);
        url = link.url;
      }
      await navigator.clipboard.writeText(url);
      setSays('Copied');
      setTimeout(() => setSays('Copy link'), 1500);
    } catch {
      setSays('Copy link');
      notify(app.store, 'info', `The browser does not let this page copy. The link: ${url}`);
    }
  };
  return (
    <span className="copy-link">
      <button type="button" onClick={() => void copy()} data-testid="copy-link">
        {says}
      </button>
      {without !== undefined && (
        <Suspense>
          <CopyNote reason={without} onClose={() => setWithout(undefined)} />
        </Suspense>
      )}
    </span>
  );
}
