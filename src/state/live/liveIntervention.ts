import { targetOf } from '../../analyses/mechanism';
import type { InterventionTarget } from '../../dynamics/interventions/interventionTargets';
import { underGain } from '../../rnn/intervention';
import type { RnnWeights } from '../../rnn/weights';
import type { AppState, AppStore } from '../store';

/** What the live run is under. */
export interface LiveIntervention {
  target: InterventionTarget;
  gain: number;
}

/** The target and gain in force; a held key silences the chosen target, or the first kick group where none is chosen. */
export function liveIntervention(state: AppState): LiveIntervention | undefined {
  const { settings, silencing } = state;
  const choice = settings.actOn === 'none' && silencing ? 'group-A' : settings.actOn;
  const target = targetOf(state, choice);
  if (!target || target.units.length === 0) return undefined;
  return { target, gain: silencing ? 0 : settings.mu };
}

/** Text that is equal for equal interventions. */
export const interventionKey = (live: LiveIntervention | undefined): string =>
  live ? `${live.target.kind} ${live.target.part} ${live.target.units} ${live.gain}` : '';

export interface FollowedIntervention {
  /** The weights of the live run: those of the network in view under the active gain. */
  weights(): RnnWeights | undefined;
  /** Checks whether the intervention on the live run has changed. Call it when something it is made of may have changed. */
  look(): void;
  /** Applies the intervention again although the state has not changed, because the run has other weights. */
  refresh(): void;
}

/** Calls `apply` whenever the intervention on the live run changes, with the new weights; undefined for none. */
export function followIntervention(store: AppStore, apply: (changed: RnnWeights | undefined) => void): FollowedIntervention {
  let inForce: { network: AppState['network']; key: string; weights: RnnWeights | undefined } | undefined;
  const look = () => {
    const state = store.getState();
    const { network } = state;
    const live = network && liveIntervention(state);
    const key = interventionKey(live);
    if (inForce && inForce.network === network && inForce.key === key) return;
    const weights = live && network ? underGain(network.weights, live.target, live.gain) : undefined;
    inForce = { network, key, weights };
    store.setState({ interventionNote: interventionText(live) });
    apply(weights);
  };
  return {
    look,
    weights: () => inForce?.weights ?? store.getState().network?.weights,
    refresh() {
      inForce = undefined;
      look();
    },
  };
}

/** What the live run is under, in words. */
function interventionText(live: LiveIntervention | undefined): string | undefined {
  if (!live || live.gain === 1) return undefined;
  const { target, gain } = live;
  const done = gain === 0 ? 'Silenced' : gain < 1 ? `Turned down to ${gain.toFixed(2)}` : `Turned up to ${gain.toFixed(2)}`;
  return `${done}: ${target.name}. The pale twin has the same noise and no intervention.`;
}
