// Import directions of docs/implementation.md: a layer may import only from the layers before it in the list.
const layers = require('./scripts/layers/layers.json');

const upward = layers.flatMap((names, depth) =>
  names.map((name) => {
    const later = layers.slice(depth + 1).flat();
    const siblings = names.filter((other) => other !== name);
    const banned = [...later, ...siblings];
    return {
      name: `imports-of-${name}`,
      severity: 'error',
      comment: `src/${name} may not import from ${banned.join(', ')}`,
      from: { path: `^src/${name}/` },
      to: { path: `^src/(${banned.join('|') || 'nothing'})/` },
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
      name: 'shared-parts-know-no-analysis',
      severity: 'error',
      comment: 'what lies beside the folders of the analyses serves them; only the registry lists them',
      from: { path: '^src/analyses/[^/]+$', pathNot: '^src/analyses/registry[.]tsx$' },
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
      comment: 'math, hmm, rnn, dynamics and claims run the same in Node, a worker and a test',
      from: { path: '^src/(math|kernels|hmm|rnn|dynamics|claims)/' },
      to: { path: 'node_modules/(react|zustand|d3|comlink)' },
    },
    {
      name: 'cli-stays-below-workers',
      severity: 'error',
      from: { path: '^cli/' },
      to: { path: '^src/(workers|state|charts|ui|views|analyses|story|app)/' },
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
