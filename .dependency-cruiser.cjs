// Import directions of docs/implementation.md: a layer may import only from the layers before it in the list.
const layers = require('./scripts/layers/layers.json');

/** Layers that are no folder of their own: their files are known by name. */
const fileNames = require('./scripts/layers/fileNames.json');

/** All files of layers by their names; in a folder, they are no part of the folder's own layer. */
const named = Object.values(fileNames);

const upward = layers.flatMap((names, depth) =>
  names.map((name) => {
    const siblings = names.filter((other) => other !== name);
    const banned = [...layers.slice(depth + 1).flat(), ...siblings];
    const folders = banned.filter((other) => !fileNames[other]);
    const bannedNames = banned.filter((other) => fileNames[other]).map((other) => fileNames[other]);
    // A file that is banned by its name is so wherever it lies; one that is not is allowed though its folder is banned.
    const allowedNames = named.filter((names) => !bannedNames.includes(names));
    return {
      name: `imports-of-${name}`,
      severity: 'error',
      comment: `${name} may not import from ${banned.join(', ')}`,
      from: fileNames[name] ? { path: fileNames[name] } : { path: `^src/${name}/`, pathNot: named },
      to: {
        path: [`^src/(${folders.join('|') || 'nothing'})/`, ...bannedNames],
        ...(allowedNames.length > 0 ? { pathNot: allowedNames } : {}),
      },
    };
  }),
);

module.exports = {
  forbidden: [
    ...upward,
    {
      name: 'charts-know-only-math',
      severity: 'error',
      from: { path: '^src/charts/' },
      to: { path: '^src/(?!charts/|math/)' },
    },
    {
      name: 'analyses-know-no-other',
      severity: 'error',
      comment: 'what two analyses share lies beside their folders',
      from: { path: '^src/analyses/([^/]+)/' },
      to: { path: '^src/analyses/[^/]+/', pathNot: '^src/analyses/$1/' },
    },
    {
      name: 'requests-carry-no-computation',
      severity: 'error',
      comment: 'the page loads requests, workers and command line load computations: a request knows only the types of its own',
      from: { path: '^src/analyses/([^/]+/request|choices|graph|mechanism|requests)[.]ts$' },
      to: { path: '^src/analyses/[^/]+/compute[.]ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'shared-parts-know-no-analysis',
      severity: 'error',
      comment: 'what lies beside the folders of the analyses serves them; only the lists of panels and of requests name them',
      from: { path: '^src/analyses/[^/]+$', pathNot: '^src/analyses/(registry[.]tsx|requests[.]ts)$' },
      to: { path: '^src/analyses/[^/]+/' },
    },
    {
      name: 'pictures-start-no-workers',
      severity: 'error',
      comment: 'ui, views and analyses ask the state; the state asks workers',
      from: { path: '^src/(ui|views|analyses)/' },
      to: { path: '^src/workers/' },
    },
    {
      name: 'tensorflow-only-in-its-engine',
      severity: 'error',
      from: { path: '^(src|cli)/', pathNot: '^src/training/engines/tfjs/' },
      to: { path: '@tensorflow/' },
    },
    {
      name: 'pure-numerics',
      severity: 'error',
      comment: 'math, hmm, rnn, dynamics, requests and claims run the same in Node, a worker and a test',
      from: { path: ['^src/(math|kernels|hmm|rnn|dynamics|claims)/', ...named] },
      to: { path: 'node_modules/(react|zustand|d3|comlink)' },
    },
    {
      name: 'cli-stays-below-workers',
      severity: 'error',
      from: { path: '^cli/' },
      to: { path: '^src/(workers|state|charts|ui|views|analyses|story|app)/', pathNot: named },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '\\?' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'browser', 'default'] },
  },
};
