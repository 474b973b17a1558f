import { ANALYSIS_SEED, ORBIT_STEPS } from '../../analyses/choices';
import { orbitRequest } from '../../analyses/orbit/request';
import type { OrbitOptions, OrbitSummary } from '../../dynamics/orbit/orbit';
import { countedTurns, PLANES } from '../../dynamics/orbit/orbitPlanes';
import type { PcaBasis } from '../../math/projection';
import { type RnnWeights, weightsFingerprint } from '../../rnn/weights';
import type { Pool } from '../../workers/pool/pool';
import type { Result } from '../../workers/validateFinite';
import { notify } from '../page/slice';
import { modelOf, type Settings } from '../settings/settings';
import type { ApplySettings } from '../settings/writer';
import type { AppStore } from '../store';
import { BUILT_FOR, loadHistory, loadPreset, untrainedNetwork } from './presets';
import { forgetHistory, type NetworkInView, showHistory } from './slice';

/** The first run is shorter, so that the picture moves at once; its axes differ from the final ones by a few degrees. */
const ORBIT_STEPS_FIRST = 4_000;
/** During training there is one run of this length. The picture then follows the weights without delaying the training. */
const ORBIT_STEPS_TRAINING = 8_000;

/**
 * Turns per round trip in a plane, as they may be shown; undefined while only the quick run is there, whose count would change a moment
 * later, and where there are too few label changes.
 */
export const shownTurns = (orbit: OrbitSummary | undefined, plane: (typeof PLANES)[number]): number | undefined =>
  orbit?.steps === ORBIT_STEPS_FIRST ? undefined : countedTurns(orbit?.rotations[PLANES.indexOf(plane)]);

/** Networks that are shown only in passing get one short run; the others get a quick one and then the full one. */
const isPassing = (network: NetworkInView): boolean => network.origin === 'training' || network.origin === 'history';

/** Which network is in view, and the principal axes of its run. */
export interface NetworkView {
  /** Puts a network in view. With `keepBasis` the new axes are turned towards the old ones. */
  show(network: NetworkInView, keepBasis?: boolean): void;
  /** The shipped network of the settings, or an untrained one. */
  load(): Promise<void>;
  /**
   * Prepares for a network that the settings do not name. Loading in progress is cancelled, and what belonged to the network
   * before (its history, the moment shown) is removed.
   * @param changes settings that change with it
   */
  makeWay(changes?: Partial<Settings>): void;
  /** Fetches the training history of the shipped network in view. */
  fetchHistory(): Promise<void>;
  showWeights(weights: RnnWeights, update: number): void;
  /** The checkpoint of the shipped training that the setting `moment` names. */
  followMoment(): Promise<void>;
}

/** How the live run reacts to a network that comes into view. */
export interface LiveFollower {
  network(network: NetworkInView): void;
  basis(basis: PcaBasis): void;
}

/** Computes summaries of runs, one at a time. Only the newest request is answered; older ones return as superseded. */
function createSummariser(pool: Pool) {
  let newest = new AbortController();
  let before: Promise<unknown> = Promise.resolve();
  return (weights: RnnWeights, options: OrbitOptions): Promise<Result<OrbitSummary>> => {
    newest.abort();
    newest = new AbortController();
    const { signal } = newest;
    const answer = before.then(() => pool.run(orbitRequest(weights, options), { priority: 'asked', signal }));
    before = answer;
    return answer;
  };
}

/** Says which network could not be had, and offers to try again. */
const tellFailure = (store: AppStore, what: string, run: () => void) => notify(store, 'error', what, { label: 'Try again', run });

/** Finds the principal axes of a network's run, the quick ones first, and gives them to the picture. */
function createAxes(store: AppStore, pool: Pool, live: LiveFollower) {
  const summarise = createSummariser(pool);
  const refresh = async (network: NetworkInView, previous: PcaBasis | undefined) => {
    const lengths = isPassing(network) ? [ORBIT_STEPS_TRAINING] : [ORBIT_STEPS_FIRST, ORBIT_STEPS];
    let basis = previous;
    for (const steps of lengths) {
      const answer = await summarise(network.weights, { steps, seed: ANALYSIS_SEED, previous: basis });
      if (store.getState().network !== network) return;
      if (!answer.ok) {
        if (answer.code !== 'superseded')
          tellFailure(
            store,
            `The picture's axes could not be computed: ${answer.message}.`,
            () => void refresh(network, previous),
          );
        return;
      }
      basis = answer.value.basis;
      store.setState({ orbit: answer.value });
      live.basis(basis);
    }
  };
  return refresh;
}

/**
 * The network that ships for the settings; undefined, with a notice, where there is none or it cannot be fetched.
 * @param wanted whether it is still waited for: nothing is said otherwise
 */
async function shippedNetwork(store: AppStore, wanted: () => boolean, again: () => void): Promise<NetworkInView | undefined> {
  const { settings: s } = store.getState();
  try {
    const network = s.model === '' ? await loadPreset(s) : undefined;
    if (!wanted()) return network;
    if (s.model === '' && s.network === 'by-hand' && s.preset !== BUILT_FOR)
      notify(store, 'info', 'The network built by hand is one of the two-state chain. A trained network of this model is shown.');
    if (!network)
      notify(store, 'info', 'No trained network ships for this model: this one is untrained. Press T to train it here.');
    return network;
  } catch (error) {
    if (wanted())
      tellFailure(
        store,
        `The trained network could not be loaded: ${(error as Error).message}. An untrained one is shown.`,
        again,
      );
    return undefined;
  }
}

/** The training of the shipped network in view, and the checkpoint of it that is shown. */
function createHistoryView(
  store: AppStore,
  view: Pick<NetworkView, 'show' | 'load'>,
  /** @returns whether no other network has been asked for since */
  follow: () => () => boolean,
): Pick<NetworkView, 'fetchHistory' | 'showWeights' | 'followMoment'> {
  const fetchHistory: NetworkView['fetchHistory'] = async () => {
    const preset = store.getState().network?.preset;
    if (!preset || store.getState().historyLoading) return;
    const wanted = follow();
    store.setState({ historyLoading: true });
    try {
      const history = await loadHistory(preset);
      store.setState({ historyLoading: false });
      if (wanted()) store.setState({ history });
    } catch (error) {
      store.setState({ historyLoading: false });
      if (wanted())
        tellFailure(
          store,
          `The training history could not be loaded: ${(error as Error).message}.`,
          () => void fetchHistory().then(followMoment),
        );
    }
  };
  const showWeights: NetworkView['showWeights'] = (weights, update) => {
    const { network } = store.getState();
    if (!network) return;
    const fingerprint = weightsFingerprint(weights);
    const next: NetworkInView = { origin: 'history', weights, hmm: network.hmm, update, fingerprint };
    view.show(network.preset ? { ...next, preset: network.preset } : next, true);
  };
  const followMoment: NetworkView['followMoment'] = async () => {
    const { network, settings } = store.getState();
    if (settings.moment < 0) {
      if (network?.origin === 'history') await view.load();
      return;
    }
    if (!network?.preset) return;
    showHistory(store);
    if (!store.getState().history) await fetchHistory();
    // The user may have moved on before the answer comes.
    const { history, settings: now, network: shown } = store.getState();
    if (!history || now.moment < 0) return;
    const nearest = history.checkpoints.reduce((best, mark) =>
      Math.abs(mark.update - now.moment) < Math.abs(best.update - now.moment) ? mark : best,
    );
    if (shown?.origin !== 'history' || shown.update !== nearest.update) showWeights(nearest.weights, nearest.update);
  };
  return { fetchHistory, showWeights, followMoment };
}

/** @param ready resolves when networks can be run */
export function createNetworkView(
  store: AppStore,
  apply: ApplySettings,
  pool: Pool,
  live: LiveFollower,
  ready: Promise<void>,
): NetworkView {
  const refreshAxes = createAxes(store, pool, live);
  let ticket = 0;
  const follow = () => {
    const mine = ticket;
    return () => mine === ticket;
  };
  const show: NetworkView['show'] = (network, keepBasis = false) => {
    const { orbit, network: before } = store.getState();
    const sameModel = before?.hmm === network.hmm;
    const edits = before?.fingerprint === network.fingerprint ? {} : { groupEdits: {} };
    store.setState({ network, ...(keepBasis ? {} : { orbit: undefined }), ...edits });
    live.network(network);
    void refreshAxes(network, keepBasis && sameModel ? orbit?.basis : undefined);
  };
  const load: NetworkView['load'] = async () => {
    ticket++;
    const wanted = follow();
    const { settings: s } = store.getState();
    const network = await shippedNetwork(store, wanted, () => void load());
    await ready;
    if (!wanted()) return;
    forgetHistory(store);
    show(network ?? untrainedNetwork(modelOf(s), s.seed));
    if (store.getState().settings.moment >= 0) await history.followMoment();
  };
  const history = createHistoryView(store, { show, load }, follow);
  return {
    show,
    load,
    makeWay(changes) {
      ticket++;
      apply({ ...changes, network: 'trained', moment: -1 }, 'brought');
      forgetHistory(store);
    },
    ...history,
  };
}
