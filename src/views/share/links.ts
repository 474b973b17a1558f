import { settingsOfModel } from '../../state/networks/pendingImport';
import { untrainedNetwork } from '../../state/networks/presets';
import type { NetworkInView } from '../../state/networks/slice';
import { encodeLink, type StoryIndex } from '../../state/settings/link';
import { type HideableId, modelOf, type Settings } from '../../state/settings/settings';
import type { AppState } from '../../state/store';

/** How the page stands for those who get the link. */
export interface Prepared {
  lecture: boolean;
  hide: readonly HideableId[];
}

/** A page to link to: the settings in it, and the network where its weights go along. */
export interface SharedPage {
  settings: Settings;
  story: StoryIndex;
  /** The network's weights as text (rnn/weightText), with the network they are of. */
  weights?: { text: string; network: NetworkInView } | undefined;
}

/** Names of hidden controls as the setting keeps them. */
export const hiddenOf = ({ hide }: Pick<Settings, 'hide'>): HideableId[] =>
  hide === '' ? [] : (hide.split('.') as HideableId[]);

/** What the link carries: the settings in use as they are prepared for others. A page of one's own is never embedded or steered. */
export function preparedSettings(settings: Settings, { lecture, hide }: Prepared): Settings {
  // Lecture mode goes with the story and, unless it was chosen otherwise there, with the projector's colours.
  const enters = lecture && !settings.lecture ? ({ view: 'story', profile: 'projector' } as const) : {};
  return { ...settings, ...enters, lecture, hide: hide.join('.'), ui: 'full', allow: '' };
}

/** The whole address of a page. @param here address of this page */
export function pageUrl({ settings, story, weights }: SharedPage, here: string): string {
  const own = weights ? { ...settings, moment: -1, ...modelIn(settings, weights.network) } : settings;
  const url = new URL(encodeLink(own, story), here);
  url.hash = weights ? `w=${weights.text}` : '';
  return url.href;
}

/** The settings name another model than that of the network while one is being looked at beside the other. */
const modelIn = (settings: Settings, { hmm }: NetworkInView): Partial<Settings> =>
  modelOf(settings) === hmm ? {} : settingsOfModel(hmm);

/** Whether the link alone leads to the network in view: one that ships, a moment of its training, or the untrained one of this seed. */
export function linkReaches({ settings, history }: Pick<AppState, 'settings' | 'history'>, network: NetworkInView): boolean {
  const { origin, hmm, weights, fingerprint } = network;
  if (modelOf(settings) !== hmm) return false;
  if (origin === 'preset' || origin === 'constructed') return true;
  if (origin === 'untrained') return untrainedNetwork(hmm, settings.seed).fingerprint === fingerprint;
  if (origin !== 'history' || settings.moment < 0) return false;
  const distance = (update: number) => Math.abs(update - settings.moment);
  const opened = history?.checkpoints.reduce((best, mark) => (distance(mark.update) < distance(best.update) ? mark : best));
  return opened?.weights === weights;
}

/** Three levels of chrome, with the size that suits each. */
const EMBEDS = {
  none: { width: 640, height: 480 },
  basic: { width: 720, height: 640 },
  full: { width: 1200, height: 800 },
} as const satisfies Record<Settings['ui'], { width: number; height: number }>;

interface Embedded extends SharedPage {
  ui: Settings['ui'];
  /** Origin of the page around it, which may then steer it; "" for none. */
  allow: string;
  /** What is seen, for those who cannot see it. */
  title: string;
}

const attribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The element that puts the page into another one. */
export function embedCode({ ui, allow, title, settings, ...page }: Embedded, here: string): string {
  // How much stands around the picture is always said: "full" is what a link says by saying nothing.
  const url = new URL(pageUrl({ ...page, settings: { ...settings, ui, allow, lecture: false } }, here));
  url.searchParams.set('ui', ui);
  const { width, height } = EMBEDS[ui];
  return [
    `<iframe src="${attribute(url.href)}"`,
    `  width="${width}" height="${height}" title="${attribute(title)}"`,
    '  allow="fullscreen" loading="lazy"></iframe>',
  ].join('\n');
}

/** A few lines for the page around it: how it listens and speaks. */
export function embedScript(here: string): string {
  const { origin } = new URL(here);
  return `<script>
  // Right after the iframe.
  const orbits = document.querySelector('iframe[src^="${origin}/"]');
  const say = (message) => orbits.contentWindow.postMessage({ noisyOrbits: 1, ...message }, '${origin}');
  addEventListener('message', ({ source, origin, data }) => {
    if (source !== orbits.contentWindow || origin !== '${origin}' || data?.noisyOrbits !== 1) return;
    if (data.event === 'ready') {
      say({ verb: 'set', settings: { sigma: 2, speed: 30 } });
      say({ verb: 'subscribe', to: ['state'], every: 500 });
    }
    console.log(data);
  });
</script>`;
}
