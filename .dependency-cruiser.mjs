/** The plan of the house: an import goes down this list of floors, never up, and never sideways between channels. */
const floors = [
  ['valuation', 'tracing'],
  ['store'],
  ['access', 'language', 'limits', 'settings'],
  ['charts'],
  ['scoring', 'ingest', 'demo'],
  ['conversation'],
  ['channels', 'jobs', 'api'],
  ['cli'],
];

const path = (names) => `^src/(${names.join('|')})/`;

const upwards = floors.slice(0, -1).map((names, floor) => ({
  name: `no-import-above-${names[0]}`,
  severity: 'error',
  from: { path: path(names) },
  to: {
    path: `^src/(${floors
      .slice(floor + 1)
      .flat()
      .join('|')})/|^src/(main|app|cli)\\.ts$|^src/server/`,
  },
}));

export default {
  forbidden: [
    ...upwards,
    {
      name: 'valuation-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^src/valuation/' },
      to: { path: '^src/(?!valuation/)' },
    },
    {
      name: 'a-channel-imports-no-other-channel',
      severity: 'error',
      from: { path: '^src/channels/([^/]+)/' },
      to: { path: '^src/channels/([^/]+)/', pathNot: '^src/channels/$1/' },
    },
    {
      name: 'platform-sdk-only-in-its-channel',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/channels/(slack|teams)/' },
      to: { path: 'node_modules/(@slack|botbuilder|botframework)' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '(main|cli)\\.ts$|\\.d\\.ts$|/page/' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
