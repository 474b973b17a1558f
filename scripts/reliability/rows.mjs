/**
 * What docs/reliability.md lists, row by row: what happens, what the user sees of it, and the tests that show it. A test is named as the
 * test run names it: file, then the names of its describes and its own, or how these begin.
 *   e2e('faults-page', 'a tab that is hidden')
 */

const at = (folder) => (file, name) => ({ file: `tests/${folder}${file}.test.ts`, name });
const e2e = at('e2e/');
const unit = at('unit/');
const fuzz = at('unit/fuzz/');

/** @typedef {{ what: string, told: string, tests: { file: string, name: string }[] }} Row */

/** Things that break while the app is used. Each has a test that compares what the user had with what there is afterwards. */
const FAULTS = [
  {
    what: 'The trainer’s worker dies',
    told: 'a sentence with the update that is kept, and “Go on from there”; the end has the bits of an undisturbed run',
    tests: [e2e('faults-training', 'a trainer that dies')],
  },
  {
    what: 'A thread that helps to train dies',
    told: 'a sentence; one thread goes on, with the same bits',
    tests: [e2e('faults-engines', 'a thread that dies')],
  },
  {
    what: 'The WebGL context is lost',
    told: 'a sentence; another engine goes on from the last copy; WebGL can be had again',
    tests: [e2e('faults-engines', 'a graphics device that is lost while it trains tensorflow-webgl')],
  },
  {
    what: 'The WebGPU device is lost',
    told: 'a sentence; another engine goes on from the last copy; WebGPU can be had again',
    tests: [e2e('faults-engines', 'a graphics device that is lost while it trains webgpu')],
  },
  {
    what: 'A kernel computes something else, without an exception',
    told: 'before the first update, and where a later phase has other sizes: the engine is passed over, with the reason on screen',
    tests: [
      e2e('faults-engines', 'a kernel that computes something else'),
      e2e('engines', 'a device that updates wrongly'),
      unit('training/selfCheck', 'the self-check before the first update'),
      unit('training/sizeCheck', 'the check where sizes change'),
    ],
  },
  {
    what: 'The training diverges',
    told: 'it stops, the weights before are back, half the rate is offered',
    tests: [e2e('faults-training', 'a training that diverges')],
  },
  {
    what: 'The page crashes while it trains',
    told: 'the next visit offers to go on; the end has the bits of an undisturbed run',
    tests: [
      e2e('persistence', 'an interrupted training is offered after the page crashed'),
      e2e('persistence', 'an interrupted training ends with the very bits'),
      unit('state/persistenceRun', 'a run under way is kept at its first state, then every five seconds'),
    ],
  },
  {
    what: 'Two tabs',
    told: 'a training belongs to one of them, and is offered by one only',
    tests: [e2e('persistence', 'an interrupted training is offered by one tab only'), unit('state/persistenceRun', 'several tabs')],
  },
  {
    what: 'Storage forbidden',
    told: 'one sentence; everything else works',
    tests: [e2e('persistence', 'a storage that fails that is forbidden'), unit('state/persistenceRun', 'a storage that fails that is forbidden')],
  },
  {
    what: 'Storage full',
    told: 'one sentence; what was kept before stays',
    tests: [
      e2e('persistence', 'a storage that fails that is full'),
      unit('state/persistenceRecents', 'when the storage is full'),
      unit('state/persistenceRun', 'a storage that fails that fills up while one trains'),
    ],
  },
  {
    what: 'The tab is hidden for a while',
    told: 'the picture rests and goes on without a burst; training does not rest',
    tests: [e2e('faults-page', 'a tab that is hidden')],
  },
  {
    what: 'The window is resized and zoomed wildly, 30 times in the lab, 100 in the story',
    told: 'the picture stays sharp and moves',
    tests: [e2e('faults-page', 'a window that is resized')],
  },
  {
    what: '50 quick changes of the preset while a network trains',
    told: 'the last one is shown; the training is the same',
    tests: [e2e('faults-page', '50 quick changes')],
  },
  {
    what: 'Back and forward through states, faster than they load',
    told: 'each place as it was left; the training is let alone',
    tests: [e2e('faults-page', 'back and forward'), e2e('story', 'the story survives a reload')],
  },
  {
    what: 'The network is cut in the middle of a training history',
    told: 'a sentence and “Try again”, which works',
    tests: [e2e('faults-page', 'a network that is cut in the middle of a history')],
  },
  {
    what: 'The network is cut before a part of the page was fetched',
    told: 'a sentence in its place; the part comes with the network',
    tests: [e2e('faults-page', 'a network that is cut before a part')],
  },
  {
    what: 'Clocks jump by a day, on and back; the machine slept',
    told: 'nothing hangs or bursts; rates and timers stay sane',
    tests: [e2e('faults-page', 'clocks that jump by a day on, back'), e2e('faults-page', 'clocks that jump by a day the timer')],
  },
];

/** Inputs from outside: tried in great numbers on what reads them, and some on the page while a network trains. */
const INPUTS = [
  {
    what: 'Links',
    told: 'what cannot be used is named, the rest is used; a training that was left is offered',
    tests: [fuzz('links', 'links'), e2e('faults-inputs', 'links that are broken')],
  },
  {
    what: 'Models in links',
    told: 'left out and named',
    tests: [fuzz('models', 'models in links'), e2e('faults-inputs', 'links with a damaged model')],
  },
  {
    what: 'Networks in links',
    told: 'a sentence; the network in view stays',
    tests: [fuzz('weightText', 'networks in links'), e2e('faults-inputs', 'links with a damaged network')],
  },
  {
    what: 'Weights: safetensors',
    told: 'read as a network or refused with a sentence',
    tests: [fuzz('safetensors', 'safetensors files'), e2e('faults-inputs', 'weights as safetensors')],
  },
  {
    what: 'Weights: PyTorch pickles (.pth, .pt)',
    told: 'read by a whitelist, never executed, or refused with a sentence',
    tests: [fuzz('torch', 'PyTorch checkpoints'), e2e('faults-inputs', 'weights as PyTorch pickle')],
  },
  {
    what: 'Weights: NumPy archives (.npz)',
    told: 'read as a network or refused with a sentence',
    tests: [fuzz('numpy', 'NumPy archives'), e2e('faults-inputs', 'weights as npz')],
  },
  {
    what: 'Weights: JSON',
    told: 'read as a network or refused with a sentence',
    tests: [fuzz('json', 'JSON files'), e2e('faults-inputs', 'weights as JSON')],
  },
  {
    what: 'Training histories',
    told: 'read or refused with a sentence',
    tests: [fuzz('history', 'training histories'), e2e('faults-inputs', 'a training history')],
  },
  ...[
    ['CSV', 'as CSV'],
    ['TSV', 'as TSV'],
    ['JSON', 'as JSON'],
    ['text', 'as text between spaces'],
  ].map(([kind, tried]) => ({
    what: `Sequences: ${kind}`,
    told: 'read or refused with a sentence that says where; what was typed stays',
    tests: [fuzz('sequences', `sequences ${tried}`), e2e('faults-inputs', `sequences as ${kind}`)],
  })),
  {
    what: 'Messages from other windows (postMessage)',
    told: 'heard from the allowed origin only, answered with a sentence when wrong; not heard outside of a frame',
    tests: [
      unit('app/embed', 'fuzzed messages'),
      e2e('faults-inputs', 'messages from other windows'),
      e2e('share', 'in a frame of another site the page that the link names'),
    ],
  },
  {
    what: 'What is stored: trainings, their sequences and checkpoints, networks, settings',
    told: 'given whole or not at all; what is damaged is removed and told, the rest stays',
    tests: [
      unit('state/persistenceRecords', 'records of runs give'),
      unit('state/persistenceRecords', 'records of networks give'),
      unit('state/persistenceRecords', 'the place of the last visit and the engine that won are valid'),
      unit('state/persistenceRecents', 'recent networks that are damaged'),
      e2e('faults-inputs', 'the storage of the browser'),
    ],
  },
];

/** What else must hold; nothing of the user's is at stake. */
const LAWS = [
  {
    what: 'Cases that once went wrong',
    told: 'kept in tests/fixtures/fuzz and read again',
    tests: [fuzz('corpus', 'found cases of')],
  },
  {
    what: 'Numbers of workers that are not finite',
    told: 'stopped at the border with a sentence, wherever they are planted; what may be undefined is declared',
    tests: [
      unit('workers/validateFinite', 'numbers at the border'),
      unit('workers/clients', 'analyses'),
      unit('workers/clients', 'orbits'),
      unit('workers/clients', 'claims'),
      unit('workers/clients', 'training'),
      unit('workers/allowedNonFinite', 'numbers that are undefined by design'),
    ],
  },
  {
    what: 'Engines against each other at realistic sizes',
    told: 'the same loss, gradient and updates, within stated tolerances',
    tests: [e2e('engines', ''), e2e('gpu', 'our own shaders on WebGPU')],
  },
  {
    what: 'A long sitting: training, the whole story and every panel, again and again',
    told: 'memory, nodes, listeners, workers, tensors and the processor time of a frame stay flat; in the half hour the lengths of frames too',
    tests: [e2e('faults-soak', 'a sitting')],
  },
  {
    what: 'Strict content security policy and headers; nothing leaves the origin',
    told: 'by meta tag and by headers; Trusted Types; no violation in pages and workers',
    tests: [e2e('delivery', ''), unit('delivery/headers', ''), unit('delivery/trusted', '')],
  },
  { what: 'Packages', told: 'from the registry, fixed by hash, licences on a list, no unknown scripts', tests: [unit('delivery/lockfile', '')] },
  { what: 'Another browser', told: 'Firefox opens, collapses on N, trains', tests: [e2e('firefox', '')] },
  { what: 'Accessibility', told: 'axe finds nothing in any view and profile; everything by keyboard', tests: [e2e('a11y', ''), e2e('keyboard', '')] },
];

/** @type {{ title: string, about: string, guarded: boolean, rows: Row[] }[]} */
export const TABLES = [
  {
    title: 'Faults',
    about: 'Each is planted in a real browser. What the user had (network in view, settings, place, training) is compared with what is there afterwards.',
    guarded: true,
    rows: FAULTS,
  },
  {
    title: 'Inputs',
    about: 'Drawn by fast-check from a fixed seed, and given to the page while a network trains and another one is looked at.',
    guarded: true,
    rows: INPUTS,
  },
  { title: 'Laws', about: 'What else is held in the ordinary test run.', guarded: false, rows: LAWS },
];
