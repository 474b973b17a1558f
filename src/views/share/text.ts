import type { NetworkOrigin } from '../../state/analyses/slice';
import type { HideableId, Settings } from '../../state/settings/settings';

/** Texts of the share sheet. */

export const CITATION =
  'After Torre, Viscione, Pompe, Grewe and Mante, “Mechanistic Interpretability of RNNs emulating Hidden Markov Models”, NeurIPS 2025 (arXiv 2510.25674).';

export const ORIGIN_WORDS: Record<NetworkOrigin, string> = {
  preset: 'shipped',
  training: 'trained here',
  history: 'a checkpoint of a training',
  untrained: 'untrained',
  file: 'from a file or a link',
  constructed: 'built by hand, not trained',
};

export const TABS = {
  link: 'Link',
  embed: 'Embed',
  picture: 'Picture',
  clip: 'Clip',
  text: 'Text',
  data: 'Data',
} as const;
export type TabId = keyof typeof TABS;

export const SHARE = {
  title: 'Share',
  tabs: 'What to share',
  close: 'Close',
  loading: 'Loading…',
  copy: 'Copy',
  copied: 'Copied',
  copyClosed: 'The browser does not let this page copy. The text is marked: press Ctrl C (⌘ C).',
  noPortrait: 'The phase portrait is not on the page now. Open the story or the lab to save or record it.',
  failed: (what: string, why: string) => `${what} could not be made: ${why}.`,
  saved: (name: string) => `${name} is with your downloads.`,
} as const;

export const LINK = {
  label: 'Link to this state',
  length: (n: number) => `${n.toLocaleString('en')} characters. All of it is in the link itself; no server keeps anything.`,
  incomplete: 'The weights are not in it yet.',
  prepared: 'Prepared for',
  plain: 'a reader',
  lecture: 'a lecture',
  plainHint: 'The page as it stands here',
  lectureHint: 'Opens full of the picture, in the colours of a projector, led by keys',
  hide: 'Hide controls',
  hideHint: (n: number) =>
    n === 0 ? 'Nothing is hidden. Your own page stays as it is.' : `${n} hidden in the link. Your own page stays as it is.`,
  qrAlt: 'QR code of the link',
  qrLarge: 'QR code on the whole window',
  qrTooLong: (n: number, most: number) =>
    `No QR code: it holds at most ${most.toLocaleString('en')} characters, and this link has ${n.toLocaleString('en')}.`,
  qrDense: 'A dense code: telephones need it large and near.',
  qrClose: 'Back (Esc)',
} as const;

export const HIDE_NAMES: Record<HideableId, string> = {
  model: 'model and networks',
  noise: 'noise on and off',
  play: 'play, step, reset',
  seed: 'seed',
  sigma: 'noise level σ',
  speed: 'speed',
  back: 'way back',
  intervene: 'interventions',
  training: 'training',
  tools: 'tools of the portrait',
  share: 'share',
  questions: 'answers to questions',
};

export const WEIGHTS = {
  option: 'with the weights of the network in view',
  needed: 'The link alone opens another network: this one is not among those that ship.',
  notNeeded: 'Not needed: the link alone opens this very network.',
  checking: (share: number) => `Checking the rounded copy against the original… ${Math.round(100 * share)} %`,
  passed: (bits: number, characters: number) =>
    `In the link: ${bits} bits a weight, ${characters.toLocaleString('en')} characters.`,
  counted: (runs: number, steps: number) =>
    `Largest error of each row of the output transitions against the exact model, from ${runs} runs of ${steps.toLocaleString('en')} steps of each network on the same noise; 95 % interval of the difference. Rows with fewer than 500 pairs are not judged.`,
  columns: ['after', 'pairs', 'original', 'copy in the link', 'difference'],
  output: (k: number) => `output ${k}`,
  refused: 'The weights do not go into the link.',
  file: 'Save the network as a file',
  fileHint: 'Whoever gets the file opens it in the lab.',
} as const;

export const TEXT_COPY = { label: 'Summary of the state as plain text' } as const;

export const PICTURE = {
  explain: (width: number, height: number) =>
    `The phase portrait of this moment, ${width} × ${height}, with its caption and the link at the foot.`,
  preview: 'The picture as it will be saved',
  png: 'Save PNG',
  svg: 'Save SVG',
  pngHint: 'Twice the size on screen',
  svgHint: 'Lines and letters stay sharp at any size',
} as const;

export const CLIP = {
  explain:
    'Records the phase portrait as it runs. The sheet steps aside meanwhile, and keys and buttons work: switch the noise off in the middle of it.',
  seconds: 'seconds',
  kind: 'Kind of file',
  record: 'Record',
  stop: 'Stop and keep',
  cancel: 'Cancel',
  recording: (gone: number, seconds: number) => `${gone.toFixed(1)} s, ${Math.max(0, seconds - gone).toFixed(1)} s to go`,
  began: (seconds: number) => `Recording for ${seconds} seconds. Escape cancels.`,
  preview: 'The recorded clip',
  save: 'Save the clip',
  size: (bytes: number, kind: string) => `${(bytes / 1e6).toFixed(2)} MB, ${kind}`,
  unsupported:
    'This browser cannot record a picture of a page (MediaRecorder and captureStream are missing). Save a picture instead.',
  still: 'The run is paused: the clip shows a picture that stands still until you play it (space).',
} as const;

export const DATA = {
  csv: 'Trajectory, CSV',
  csvHint: 'The last 2,048 steps of the live run: step, principal axes, label, sampled output, whether noise drove it',
  json: 'Settings, JSON',
  jsonHint: 'All settings, the model, and which network is in view',
  weights: 'Network, safetensors',
  weightsHint: 'Its weights with tensor names that PyTorch loads; opens here again',
} as const;

export const EMBED = {
  level: 'What stands around the picture',
  levels: { none: 'nothing', basic: 'basic', full: 'all' } satisfies Record<Settings['ui'], string>,
  levelHints: {
    none: 'The picture alone',
    basic: 'The picture, the outputs, and the controls of the live run',
    full: 'The whole page',
  } satisfies Record<Settings['ui'], string>,
  origin: 'Origin of the page allowed to control this one',
  originHint: 'Such as https://school.example. Only a page of this origin is listened to, and only if it holds the frame.',
  originBad: (reason: string) => `This ${reason}. The code below lets no page steer.`,
  code: 'Code for your page',
  script: 'Example: how your page speaks to it',
  title: (model: string) => `noisy-orbits: phase portrait of a network that emulates “${model}”`,
  hidden: (n: number) => `${n} controls are hidden, as chosen under Link.`,
} as const;

/** How a recording ended. */
export const CLIP_ENDS = {
  full: (seconds: number) => `${seconds.toFixed(1)} s.`,
  stopped: (seconds: number) => `Stopped after ${seconds.toFixed(1)} s.`,
  hidden: (seconds: number) =>
    `The tab was hidden after ${seconds.toFixed(1)} s, and nothing is drawn in a hidden tab: the clip ends there.`,
  gone: (seconds: number) => `The phase portrait left the page after ${seconds.toFixed(1)} s: the clip ends there.`,
  cancelled: 'The recording was cancelled; nothing was kept.',
} as const;
