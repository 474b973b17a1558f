import { type EmissionReport, emissionVerdict } from '../../dynamics/emissions/emissionReport';
import type { Estimate } from '../../math/statistics';
import type { NetworkInView } from '../../state/networks/slice';
import {
  defaultSettings,
  SETTING_KEYS,
  SETTINGS,
  type SettingKey,
  type Settings,
  settingText,
} from '../../state/settings/settings';
import type { AppState } from '../../state/store';
import { estimateText, short } from '../../ui/numbers';
import { CITATION, ORIGIN_WORDS } from './text';

/** What is said of the state of the page in plain text. */

/** Settings that other lines of the summary tell, or that belong to the one who looks. */
const TOLD_ELSEWHERE: readonly SettingKey[] = [
  'view',
  'chapter',
  'step',
  'slow',
  'model',
  'preset',
  'net',
  'units',
  'network',
  'seed',
  'moment',
  'profile',
  'engine',
  'threads',
  'minutes',
  'ui',
  'hide',
  'allow',
  'lecture',
  'panels',
  'loop',
  'every',
];

/** One line for each setting that is not at its default. */
export function differingSettings(settings: Settings): string[] {
  const defaults = defaultSettings();
  return SETTING_KEYS.filter((key) => !TOLD_ELSEWHERE.includes(key) && settings[key] !== defaults[key]).map(
    (key) => `${SETTINGS[key].meaning}: ${settingText(settings[key])} (default ${settingText(defaults[key]) || 'none'})`,
  );
}

const counted = (estimate: Estimate, digits = 2): string => `${estimateText(estimate, digits)}, n = ${estimate.n}`;

/** The network in a phrase. */
function networkPhrase({ origin, preset, weights, update, fingerprint }: NetworkInView): string {
  const trainedFrom = preset && origin === 'preset' ? `, trained from seed ${preset.seed}` : '';
  // Nothing tells how long weights from a file were trained.
  const updates = origin === 'file' || origin === 'constructed' ? '' : `, update ${update}`;
  return `${ORIGIN_WORDS[origin]}${trainedFrom}, H = ${weights.hiddenSize}, d = ${weights.inputDim}${updates}, fingerprint ${fingerprint}`;
}

/** What is known of how well the network in view matches its model; intervals are 95 %. */
function scoreLines({ origin, preset, fingerprint }: NetworkInView, emissions: AppState['analyses']['emissions']): string[] {
  if (origin === 'preset' && preset) {
    const { loss, floor, ratio, changeRateRatio, maxCell, freeRuns, batch, seqLen } = preset.scores;
    const { runs, steps, bounded } = freeRuns;
    return [
      `loss ${counted(loss)}; floor ${counted(floor)}; ratio ${counted(ratio)} (batches of ${batch} sequences of ${seqLen} steps)`,
      `output changes, network over model: ${counted(changeRateRatio, 3)}; largest cell error of the output transitions: ${short(maxCell, 3)}`,
      `${runs} free runs of ${steps} steps: ${bounded ? 'all bounded' : 'not all bounded'}`,
    ];
  }
  // The key of an analysis begins with the network it is of.
  const report = emissions?.key?.startsWith(`${fingerprint} `) ? emissions.value : undefined;
  return report ? measured(report) : ['not measured here yet: the panel “Emissions” of the lab does it'];
}

function measured(report: EmissionReport): string[] {
  if (!report.bounded) return [emissionVerdict(report)];
  const { changeRatio, largestCell } = report.judgement;
  const cell = largestCell && `; largest cell error (row ${largestCell.row}): ${counted(largestCell.error, 3)}`;
  return [
    `output changes, network over model: ${counted(changeRatio, 3)}${cell ?? ''}`,
    `from ${report.sequences} sequences of ${report.seqLen} steps`,
  ];
}

interface Summarised extends Pick<AppState, 'settings' | 'analyses'> {
  network: NetworkInView;
  link: string;
}

/** The state of the page as text to paste. */
export function summaryText({ settings, analyses, network, link }: Summarised): string {
  const { hmm } = network;
  const [first, ...rest] = scoreLines(network, analyses.emissions);
  const differing = differingSettings(settings);
  return [
    'noisy-orbits: an RNN that emulates a hidden Markov model',
    '',
    `Model: ${hmm.name} (${hmm.nStates} hidden states, ${hmm.nOutputs} outputs)`,
    `Network: ${networkPhrase(network)}`,
    `Scores: ${first}`,
    ...rest.map((line) => `        ${line}`),
    `Seed of the live run: ${settings.seed}`,
    `Settings: ${differing.length === 0 ? 'the defaults' : differing.join('; ')}`,
    `Link: ${link}`,
    '',
    CITATION,
  ].join('\n');
}

/** The settings as a file that says what it is. */
export function settingsJson({ settings, network, link }: Omit<Summarised, 'analyses'>): string {
  const { origin, update, fingerprint, hmm, weights } = network;
  const { hiddenSize, inputDim, nOutputs } = weights;
  return `${JSON.stringify({ noisyOrbits: 'settings', link, settings, model: hmm, network: { origin, update, fingerprint, hiddenSize, inputDim, nOutputs } }, undefined, 2)}\n`;
}

/** The picture in a line, for its foot. */
export function captionOf(network: NetworkInView, { noise, sigma, seed }: Settings): string {
  const { hmm, weights } = network;
  const drive = noise ? `noise σ\u00a0=\u00a0${sigma}` : 'no noise';
  return `noisy-orbits, ${hmm.name}: RNN state (H\u00a0=\u00a0${weights.hiddenSize}) on its principal axes; ${drive}, seed ${seed}`;
}
