import { unpackWeights, weightsFingerprint } from '../../rnn/weights';
import type { NetworkInView } from '../networks/slice';
import { notify } from '../page/slice';
import { decodeLink } from '../settings/link';
import { provenanceOfRun } from '../training/runRequest';
import { keepTrained } from '../training/slice';
import type { Autosave } from './autosave';
import { type PersistenceDependencies, withoutPersonal } from './dependencies';
import { isNewer, type RecentNetworks } from './recentNetworks';
import { type KeptRun, readRun, readSnapshot, readWindows, removal } from './runRecord';
import type { AppStorage, Change } from './storage';
import type { TabLocks } from './tabLocks';
import { ageText, defaultName, PERSISTENCE_TEXT, type RunWords } from './text';

/** A tab that is being reloaded or closed may take this long to release its run. */
const LETTING_GO_MS = 1500;
/** Largest number of interrupted runs; the networks of older ones become recent networks. */
const MAX_RUNS = 4;

/** The parts that are used to offer, resume and close runs. */
export interface Dependencies {
  parts: PersistenceDependencies;
  storage: AppStorage;
  recents: RecentNetworks;
  locks: TabLocks;
  autosave: Autosave;
  /** The run this tab had before a reload: it comes first. */
  own: string | undefined;
  /** Called with the order of every run that is found. */
  known(order: number): void;
}

/** @returns a function that offers to resume one interrupted run, and returns whether there was one */
export function createResumePrompt(dependencies: Dependencies): () => Promise<boolean> {
  /** Runs about which the user has decided in this tab. */
  const settled = new Set<string>();
  const offerNext = async (): Promise<boolean> => {
    const runs = (await storedRuns(dependencies)).filter(({ id }) => !settled.has(id));
    let offered = false;
    let retired = 0;
    for (const [n, run] of runs.entries()) {
      if (offered && n < MAX_RUNS) continue;
      const held = await dependencies.locks.take(run.id, LETTING_GO_MS);
      if (held === 'elsewhere') continue;
      const over = run.state.updates >= run.view.total;
      if (over || n >= MAX_RUNS) {
        const kept = await retire(dependencies, run);
        if (kept && !over) retired++;
        continue;
      }
      offered = true;
      offer(run, held === 'unsure');
    }
    if (retired > 0) notify(dependencies.parts.store, 'info', PERSISTENCE_TEXT.retired(retired));
    return offered;
  };
  const offer = (run: KeptRun, unsure: boolean) => {
    const { divergedRate } = run.view;
    const words = wordsFor(run, dependencies.parts.wallClock());
    const text = divergedRate === undefined ? PERSISTENCE_TEXT.interrupted(words) : PERSISTENCE_TEXT.diverged(words);
    const learningRate = divergedRate === undefined ? undefined : divergedRate / 2;
    const settle = (act: () => Promise<unknown>) => () => {
      settled.add(run.id);
      void act();
    };
    const undone = () => {
      settled.delete(run.id);
      return offerNext();
    };
    notify(
      dependencies.parts.store,
      'info',
      text + (unsure ? PERSISTENCE_TEXT.unsure : ''),
      {
        label: learningRate === undefined ? PERSISTENCE_TEXT.goOn : PERSISTENCE_TEXT.goOnSlower(learningRate),
        run: settle(() => goOn(dependencies, run.id, learningRate)),
      },
      { label: PERSISTENCE_TEXT.discard, run: settle(() => discard(dependencies, run, undone).then(offerNext)) },
    );
  };
  return offerNext;
}

/** Runs in the storage, the tab's own first, then the newest. */
async function storedRuns({ storage, own, known }: Dependencies): Promise<KeptRun[]> {
  const records = (await storage.list('runs')) ?? [];
  const runs = records.flatMap(({ value }) => readRun(value) ?? []);
  const ids = new Set(runs.map(({ id }) => id));
  const damaged = records.filter(({ key, value }) => !ids.has(key) && !isNewer(value)).map(({ key }) => key);
  await storage.dropDamaged(damaged.length, damaged.flatMap(removal));
  for (const { order } of runs) known(order);
  return runs.sort((a, b) => Number(b.id === own) - Number(a.id === own) || b.order - a.order);
}

const wordsFor = ({ request, state, view, savedAt }: KeptRun, wallClock: number): RunWords => ({
  model: request.hmm.name,
  seed: request.seed,
  update: state.updates,
  total: view.total,
  age: ageText(savedAt, wallClock),
});

/** The network at the last state of a run. */
function networkOf({ request, state }: KeptRun): NetworkInView {
  const { hmm, recipe } = request;
  const shape = { hiddenSize: recipe.hiddenSize, inputDim: recipe.inputDim, nOutputs: hmm.nOutputs };
  const weights = unpackWeights(state.parameters, shape);
  return {
    origin: 'training',
    weights,
    hmm,
    update: state.updates,
    fingerprint: weightsFingerprint(weights),
    provenance: provenanceOfRun(request),
  };
}

/**
 * Turns the weights of a run into a recent network; nobody is asked about it again.
 * @returns whether there was room; otherwise the run stays
 */
async function retire({ recents, storage, locks }: Dependencies, run: KeptRun): Promise<boolean> {
  const { hmm, weights, update, fingerprint, provenance } = networkOf(run);
  const { seed } = run.request;
  const name = defaultName(hmm.name, seed, update);
  const kept = await recents.keep({ fingerprint, name, source: 'training', hmm, weights, update, seed, recipe: provenance });
  if (kept) await storage.write(removal(run.id));
  locks.release(run.id);
  return kept;
}

async function goOn(dependencies: Dependencies, id: string, learningRate: number | undefined): Promise<void> {
  const { parts, storage, autosave } = dependencies;
  const { store } = parts;
  // It is read again, because without locks another tab may have resumed it.
  const run = readRun(await storage.read('runs', id));
  if (!run) return void notify(store, 'warning', PERSISTENCE_TEXT.runGone);
  const windows = run.onWindows ? readWindows(await storage.read('windows', id), run) : undefined;
  if (run.onWindows && !windows) {
    const kept = await retire(dependencies, run);
    return void notify(store, 'error', PERSISTENCE_TEXT.sequencesGone(kept));
  }
  const records = (await storage.list('snapshots', `${id}/`)) ?? [];
  const snapshots = records.flatMap(({ value }) => readSnapshot(value, run) ?? []);
  const { settings } = decodeLink(run.link, parts.story);
  const hmm = parts.adoptModel(run.request.hmm, withoutPersonal(settings));
  const network = { ...networkOf(run), hmm };
  keepTrained(store, run.view.checkpoints.at(-1)?.bounded ? network : undefined);
  parts.view.show(network);
  autosave.adopt(run, snapshots);
  const request = { ...run.request, hmm, windows, remembered: run.engineId, controls: { ...run.request.controls } };
  parts.training.takeUp({ request, state: run.state, view: run.view, snapshots, learningRate });
  notify(
    store,
    'info',
    PERSISTENCE_TEXT.goesOn(run.state.updates) + (snapshots.length === 0 ? PERSISTENCE_TEXT.historyBegins : ''),
  );
}

async function discard({ storage, parts }: Dependencies, run: KeptRun, undone: () => unknown): Promise<void> {
  const tables = ['runs', 'windows', 'snapshots'] as const;
  const lists = await Promise.all(
    tables.map(async (table) => ((await storage.list(table, run.id)) ?? []).map((record): Change => ({ table, ...record }))),
  );
  if (!(await storage.write(removal(run.id), true))) return;
  const offerUndo = (): unknown =>
    notify(parts.store, 'info', PERSISTENCE_TEXT.discarded(wordsFor(run, parts.wallClock())), {
      label: PERSISTENCE_TEXT.undo,
      // The user can try again as long as this page is open.
      run: () => void storage.write(lists.flat(), true).then((done) => (done ? undone() : offerUndo())),
    });
  offerUndo();
}
