import { SETTINGS, type SettingKey, type Settings } from '../../state/settings/settings';
import { recipeOf } from '../../state/training/runRequest';
import { ENGINE_IDS, ENGINE_NAMES } from '../../training/engine';
import { useApp, useAppController } from '../../ui/context';
import './training.css';

type NumberKey = { [K in SettingKey]: Settings[K] extends number ? K : never }[SettingKey];

/** Numbers of a custom recipe, in the order they are shown. */
const CUSTOM: readonly NumberKey[] = [
  ...(['hidden', 'inputs', 'gain', 'readout', 'batch', 'length'] as const),
  ...(['rate', 'clip', 'penalty', 'pairs', 'updates'] as const),
];
const STOPS: readonly NumberKey[] = ['threads', 'minutes', 'target'];
/** What replaces the recipe's own values in a run that is under way. */
const OVERRIDES: readonly NumberKey[] = ['rate', 'clip'];
/** These act on a run that is under way. */
const LIVE: readonly NumberKey[] = ['rate', 'clip', 'target'];

const RECIPE_OPTIONS = [
  { value: 'live', name: 'live: minutes' },
  { value: 'paper', name: 'the paper’s: an hour or more' },
  { value: 'custom', name: 'custom' },
] as const;

const PAIR_TERM =
  'The pair term pulls the change rate to the model’s. It also keeps kick neurons from forming: the paper’s mechanism fades.';

/** Engine, recipe and stop conditions. */
export function TrainingSettings() {
  const app = useAppController();
  const settings = useApp((state) => state.settings);
  const running = useApp((state) => ['running', 'paused'].includes(state.training.status));
  // A run by the model's own recipe can still be given another rate or clip while it goes on.
  const shown = settings.recipe === 'custom' ? CUSTOM : running ? OVERRIDES : [];
  return (
    <details className="training-settings">
      <summary>Training settings</summary>
      <div className="fields">
        <label>
          engine
          <select value={settings.engine} onChange={(event) => app.set('engine', event.target.value as Settings['engine'])}>
            <option value="auto">fastest that works</option>
            {ENGINE_IDS.map((id) => (
              <option key={id} value={id}>
                {ENGINE_NAMES[id]}
              </option>
            ))}
          </select>
        </label>
        <label>
          recipe
          <select value={settings.recipe} onChange={(event) => app.set('recipe', event.target.value as Settings['recipe'])}>
            {RECIPE_OPTIONS.map(({ value, name }) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {shown.map((key) => (
          <NumberField key={key} name={key} />
        ))}
        {STOPS.map((key) => (
          <NumberField key={key} name={key} />
        ))}
      </div>
      {settings.recipe === 'custom' ? (
        settings.pairs > 0 && <p className="hint">{PAIR_TERM}</p>
      ) : (
        <p className="hint">{recipeText(settings)}</p>
      )}
      <p className="hint">Engine, sizes and start gain hold from the next start; rate, clip and target act at once.</p>
    </details>
  );
}

/** The recipe in a few sentences. What differs from the paper's loss is named. */
function recipeText(settings: Settings): string {
  const { targets, hiddenSize, inputDim, initialGain, readoutGain, clip, activityPenalty, phases } = recipeOf(settings);
  const stages = phases.map((p) => `${p.updates} updates at N = ${p.batch}, T = ${p.seqLen}, rate ${p.learningRate}`);
  const data = targets === 'fixed' ? ' The training set is drawn once and used again and again.' : '';
  const penalty = activityPenalty > 0 ? ` A small activity penalty (${activityPenalty}) keeps long runs bounded.` : '';
  return `H = ${hiddenSize}, d = ${inputDim}, start gain ${initialGain}, read-out gain ${readoutGain}, clip ${clip}: ${stages.join('; then ')}.${data}${penalty}`;
}

/** A number with its own limits: an impossible entry is kept in the box, marked, and not used. */
function NumberField({ name }: { name: NumberKey }) {
  const app = useAppController();
  const value = useApp((state) => state.settings[name]);
  const running = useApp((state) => ['running', 'paused'].includes(state.training.status));
  const { low, high, meaning } = SETTINGS[name];
  const whole = 'whole' in SETTINGS[name];
  return (
    <label>
      {meaning}
      {running && LIVE.includes(name) ? ' (live)' : ''}
      <input
        key={value}
        type="number"
        min={low}
        max={high}
        step="any"
        defaultValue={value}
        onChange={(event) => {
          const next = Number(event.target.value);
          const good = event.target.value !== '' && next >= low && next <= high && (!whole || Number.isInteger(next));
          event.target.setCustomValidity(
            good ? '' : `${meaning} must lie between ${low} and ${high}${whole ? ' and be whole' : ''}.`,
          );
          event.target.reportValidity();
        }}
        onBlur={(event) => {
          if (event.target.validity.valid) app.set(name, Number(event.target.value));
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.currentTarget.validity.valid) app.set(name, Number(event.currentTarget.value));
        }}
      />
    </label>
  );
}
