import { leadingUnits } from '../../dynamics/kick/kickGroups';
import type { AppState } from '../store';
import type { InputRow } from './inputRow';
import { cachedKickReport, cacheKickReport } from './kickReportCache';
import { kickGroupsOf, kickKey, kickReportOf, pairOf, populationsOf, targetOf } from './mechanismSelectors';

/** Analyses have a seed of their own: they describe the network, not the live run. */
const SEED = 1;

const network = ({ network: inView }: AppState) => ({ weights: inView!.weights, seed: SEED });

/** The kick report the other analyses of the mechanism stand on. */
const onKick = (state: AppState): string | undefined => (kickReportOf(state) ? state.analyses.kick!.key : undefined);

const groupsText = (state: AppState): string =>
  kickGroupsOf(state)
    .map(({ units }) => units.join('.'))
    .join(' ');

const onParts = (state: AppState): string | undefined => {
  const key = onKick(state);
  const pair = pairOf(state);
  return key && pair && `${key} ${groupsText(state)} ${pair[0].name}${pair[1].name} ${state.settings.share}`;
};

/** The groups changed by hand with the directions they stand for. */
const edits = (state: AppState) =>
  kickGroupsOf(state)
    .filter(({ name }) => state.groupEdits[name])
    .flatMap(({ units, directions }) => directions.map((direction) => ({ ...direction, units: [...units] })))
    .filter(({ units }) => units.length > 0);

/** Candidates of the directions a group stands for: its verdict is reported against them too. */
function candidatesOf(state: AppState, directions: readonly { from: number; to: number }[]): number[] {
  const report = kickReportOf(state)!;
  const own = report.directions.filter(({ from, to }) => directions.some((d) => d.from === from && d.to === to));
  return [...new Set(own.flatMap(({ candidates }) => candidates))];
}

/** What is shown together: both groups of the pair and both populations. */
function activityParts(state: AppState) {
  const [first, second] = pairOf(state)!;
  const { populations } = populationsOf(state)!;
  return [
    { name: `kick group ${first.name}`, units: first.units },
    { name: `kick group ${second.name}`, units: second.units },
    { name: 'population 1', units: populations[0] },
    { name: 'population 2', units: populations[1] },
  ];
}

type MechanismJob = 'kick' | 'kickScore' | 'blocks' | 'activity' | 'sweep' | 'experiment' | 'resonance';

export const MECHANISM_INPUTS: { [N in MechanismJob]: InputRow<N> } = {
  kick: {
    key: ({ network: inView, orbit, settings }) =>
      inView && !orbit?.divergent ? kickKey(inView.fingerprint, settings) : undefined,
    input: (state) => ({ ...network(state), size: state.settings.groupSize }),
    recall: (state) => cachedKickReport(state.network!, state.settings),
    remember: cacheKickReport,
  },
  kickScore: {
    key: (state) => {
      const key = onKick(state);
      return key && `${key} ${edits(state).map(({ from, to, units }) => `${from}${to} ${units}`)}`;
    },
    input: (state) => ({ weights: state.network!.weights, report: kickReportOf(state)!, edits: edits(state) }),
  },
  blocks: {
    key: onParts,
    input: (state) => {
      const [first, second] = pairOf(state)!;
      const { directions } = kickReportOf(state)!;
      return {
        ...network(state),
        parts: {
          groups: [first.units, second.units],
          populations: populationsOf(state)!.populations,
        },
        leaders: {
          groups: [leadingUnits(first, directions), leadingUnits(second, directions)],
          candidates: [candidatesOf(state, first.directions), candidatesOf(state, second.directions)],
        },
      };
    },
  },
  resonance: {
    key: onParts,
    input: (state) => ({ ...network(state), populations: populationsOf(state)!.populations }),
  },
  activity: { key: onParts, input: (state) => ({ ...network(state), parts: activityParts(state) }) },
  sweep: {
    key: (state) => {
      const target = targetOf(state, state.settings.actOn);
      if (!state.network || !target || target.units.length === 0) return undefined;
      return `${state.network.fingerprint} ${state.settings.actOn} ${target.part} ${target.units} ${groupsText(state)}`;
    },
    input: (state) => ({
      ...network(state),
      target: targetOf(state, state.settings.actOn)!,
      groups: kickGroupsOf(state),
      activeShare: kickReportOf(state)?.activeShare ?? new Array<number>(state.network!.weights.hiddenSize).fill(1),
    }),
  },
  experiment: {
    key: (state) => {
      const { experiment } = state;
      const target = experiment && targetOf(state, experiment.target);
      if (!state.network || !target || target.units.length === 0) return undefined;
      return `${state.network.fingerprint} ${experiment.id} ${experiment.target} ${target.part} ${target.units}`;
    },
    input: (state) => ({
      ...network(state),
      target: targetOf(state, state.experiment!.target)!,
      id: state.experiment!.id,
    }),
  },
};
