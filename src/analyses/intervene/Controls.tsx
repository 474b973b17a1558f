import { groupName } from '../../dynamics/interventions/interventionTargets';
import { SETTINGS, type Settings } from '../../state/settings/settings';
import { useApp, useAppController } from '../../ui/context';
import { Segmented } from '../../ui/Segmented';
import { Slider } from '../../ui/Slider';
import { INTERVENE } from '../mechanismText';
import { useKickGroups } from '../units';

/** The intervention on the live run, beside what drives it. */
export function InterveneBar() {
  const app = useAppController();
  const actOn = useApp((state) => state.settings.actOn);
  const status = useApp((state) => state.analyses.kick?.status);
  const progress = useApp((state) => state.analyses.kick?.progress ?? 0);
  const stop = () => {
    app.set('actOn', 'none');
    app.set('mu', 1);
  };
  return (
    <div className="intervene-bar" data-control="intervene" role="toolbar" aria-label={INTERVENE.title}>
      <span className="hint">act on</span>
      <TargetSelect />
      {actOn !== 'none' && <GainSlider />}
      <HoldButton />
      {actOn !== 'none' && (
        <button type="button" onClick={stop} title="Ends the intervention; the twin goes">
          End
        </button>
      )}
      {actOn !== 'none' && status === 'working' && (
        <span className="hint">
          {INTERVENE.waiting} {Math.round(100 * progress)} %
        </span>
      )}
    </div>
  );
}

/** All there is to act on, by name. Groups that this network has not are left out, but for one that a link asks for. */
export function TargetSelect() {
  const app = useAppController();
  const groups = useKickGroups();
  const { actOn, draw } = useApp((state) => state.settings);
  const picked = useApp((state) => state.settings.picked);
  const there = groups.flatMap((group) => [
    { value: `group-${group.name}`, name: groupName(group) },
    { value: `projection-${group.name}`, name: `noise into what drives ${group.name}` },
  ]);
  const ofGroups = [
    ...there.filter(({ value }) => value.startsWith('group')),
    ...there.filter(({ value }) => value.startsWith('proj')),
  ];
  const options = [
    { value: 'none', name: INTERVENE.none },
    ...ofGroups,
    ...(groups.length > 1 ? [{ value: 'integrators', name: 'noise into both populations' }] : []),
    ...(groups.length > 0 ? [{ value: 'control', name: 'control: noise elsewhere' }] : []),
    { value: 'random', name: `control: random units, draw ${draw + 1}` },
    { value: 'picked', name: picked === '' ? 'picked units (none yet)' : `picked units ${picked.replaceAll('.', ', ')}` },
  ];
  const asked = options.some(({ value }) => value === actOn)
    ? options
    : [...options, { value: actOn, name: actOn.replace('-', ' ') }];
  return (
    <>
      <select
        aria-label="What the gain acts on"
        value={actOn}
        onChange={(event) => app.set('actOn', event.target.value as Settings['actOn'])}
        data-testid="act-on"
      >
        {asked.map(({ value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
      {actOn === 'random' && (
        <button type="button" onClick={() => app.set('draw', (draw + 1) % (SETTINGS.draw.high + 1))}>
          Draw others
        </button>
      )}
    </>
  );
}

/** μ. It snaps to 0, 1 and 2, where something is said. */
export function GainSlider() {
  const app = useAppController();
  const mu = useApp((state) => state.settings.mu);
  const snap = (value: number) => [0, 1, 2].find((whole) => Math.abs(value - whole) < 0.035) ?? Math.round(50 * value) / 50;
  return (
    <Slider
      label="gain μ"
      value={mu}
      low={SETTINGS.mu.low}
      high={SETTINGS.mu.high}
      format={(value) => value.toFixed(2)}
      onChange={(value) => app.set('mu', snap(value))}
    />
  );
}

/** Silences while it is held down, by pointer or by key. */
export function HoldButton() {
  const app = useAppController();
  const held = useApp((state) => state.silencing);
  return (
    <button
      type="button"
      className={held ? 'hold primary' : 'hold'}
      aria-pressed={held}
      title="Silent while held; the key K does the same anywhere"
      data-testid="hold"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        app.silence(true);
      }}
      onPointerUp={() => app.silence(false)}
      onPointerCancel={() => app.silence(false)}
      onKeyDown={(event) => {
        if (event.key !== ' ' && event.key !== 'Enter') return;
        event.preventDefault();
        app.silence(true);
      }}
      onKeyUp={() => app.silence(false)}
      onBlur={() => app.silence(false)}
    >
      {INTERVENE.hold} <kbd>K</kbd>
    </button>
  );
}

/** What of the chosen units' drive is multiplied; fixed where the target is noise. */
export function ScopeSelect() {
  const app = useAppController();
  const { actOn, scope } = useApp((state) => state.settings);
  if (actOn !== 'random' && actOn !== 'picked' && !actOn.startsWith('group')) return null;
  return (
    <Segmented
      label="What the gain multiplies"
      options={SETTINGS.scope.options.map((value) => ({ value, name: INTERVENE.scopes[value], title: INTERVENE.scopeNote }))}
      value={scope}
      onChange={(value) => app.set('scope', value)}
    />
  );
}
