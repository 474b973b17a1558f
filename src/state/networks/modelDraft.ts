import { grainedModel } from '../../hmm/modelText';
import { HmmError, type HmmSpec, sameModel } from '../../hmm/spec';
import { notify } from '../page/slice';
import { modelOf } from '../settings/settings';
import type { AppStore } from '../store';
import type { Draft } from './slice';

/** Number of changes that can be undone. */
const MAX_PAST = 200;

/** Everything that can be done to the draft. The model in use changes only when the draft is used. */
export interface DraftActions {
  /**
   * Shows the model in use. Where the draft holds changes, that is one more of them, which can be undone.
   */
  open(): void;
  /** Makes a change that can be undone. For an impossible one, a notice says why and nothing changes. */
  change(make: (now: HmmSpec) => HmmSpec): void;
  undo(): void;
  redo(): void;
  /** Back to the model in use. */
  reset(): void;
}

export function createModelDraft(store: AppStore): DraftActions {
  const inUse = (): HmmSpec => grainedModel(modelOf(store.getState().settings));
  const put = (draft: Draft) => store.setState({ draft });
  const change: DraftActions['change'] = (make) => {
    const before = store.getState().draft ?? { now: inUse(), past: [], future: [] };
    try {
      const now = make(before.now);
      put({ now, past: [...before.past, before.now].slice(-MAX_PAST), future: [] });
    } catch (error) {
      if (!(error instanceof HmmError)) throw error;
      notify(store, 'warning', `${error.message} The model was left as it is.`);
    }
  };
  return {
    open() {
      const { draft } = store.getState();
      const model = inUse();
      if (draft && sameModel(draft.now, model)) return;
      if (draft && draft.past.length + draft.future.length > 0) change(() => model);
      else put({ now: model, past: [], future: [] });
    },
    change,
    undo() {
      const { draft } = store.getState();
      const last = draft?.past.at(-1);
      if (draft && last) put({ now: last, past: draft.past.slice(0, -1), future: [draft.now, ...draft.future] });
    },
    redo() {
      const { draft } = store.getState();
      const [next, ...rest] = draft?.future ?? [];
      if (draft && next) put({ now: next, past: [...draft.past, draft.now], future: rest });
    },
    reset: () => change(inUse),
  };
}
