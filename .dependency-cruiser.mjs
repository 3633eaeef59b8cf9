import { hygiene } from './scripts/boundaries/hygiene.mjs';

// The levels of ARCHITECTURE.md, "Arrows point one way". Each rule says why it is there.

/** Forbids what lies in `from` to reach beyond the folders in `to` (and itself). Packages and Node are other rules' business. */
function mayOnlyReach({ name, from, to, comment }) {
  const allowed = [from, ...to];
  return {
    name,
    severity: 'error',
    comment,
    from: { path: `^${from}/` },
    to: { path: '^(constructs|lib|test|examples|bench|scripts)/', pathNot: allowed.map((folder) => `^${folder}/`) },
  };
}

/** Forbids modules of Node outside the folders that are doors to them. */
function onlyIn({ name, modules, folders, comment }) {
  return {
    name,
    severity: 'error',
    comment,
    from: { path: '^(constructs|lib)/', pathNot: folders.map((folder) => `^${folder}`) },
    to: { path: `^(node:)?(${modules.join('|')})$` },
  };
}

const level0 = ['lib/util'];
const level1 = [...level0, 'lib/diagnostics', 'lib/envoy-resources'];
const level2 = [...level1, 'lib/ir'];
const level3 = [...level2, 'lib/passes', 'lib/analysis', 'lib/targets'];
const level4 = [...level3, 'lib/simulate', 'lib/compiler', 'lib/output', 'lib/behaviour', 'lib/xds', 'lib/rollout'];

const plane = ['lib/registry', 'lib/identity', 'lib/control-plane', 'lib/mesh-api'];
const level5 = [...level4, ...plane, 'lib/controller'];

const levels = [
  mayOnlyReach({
    name: 'util-knows-nothing',
    from: 'lib/util',
    to: [],
    comment: 'Level 0 is small pure things; what knows a mesh, a diagnostic or Envoy belongs to a higher level.',
  }),
  mayOnlyReach({
    name: 'diagnostics-stand-alone',
    from: 'lib/diagnostics',
    to: level0,
    comment: 'Everything reports diagnostics; were they to know anything else, everything would know it too.',
  }),
  {
    name: 'envoy-resources-know-no-mesh',
    severity: 'error',
    comment:
      'Level 1 is the vocabulary that targets, files and xDS share. Of diagnostics it may name types, not run logic.',
    from: { path: '^lib/envoy-resources/' },
    to: {
      path: '^(constructs|lib|test|examples|bench|scripts)/',
      pathNot: ['^lib/envoy-resources/', '^lib/util/', '^lib/diagnostics/'],
    },
  },
  {
    name: 'envoy-resources-run-no-diagnostics',
    severity: 'error',
    comment: 'An origin beside a resource is a type; making diagnostics is for those who know the mesh.',
    from: { path: '^lib/envoy-resources/' },
    to: { path: '^lib/diagnostics/', dependencyTypesNot: ['type-only'] },
  },
  mayOnlyReach({
    name: 'ir-is-data',
    from: 'lib/ir',
    to: level1,
    comment: 'Level 2. The IR is what everybody agrees on, so it knows nobody: no pass, no target, no construct.',
  }),
  mayOnlyReach({
    name: 'simulate-sees-only-envoy',
    from: 'lib/simulate',
    to: level1,
    comment:
      'Level 4. The simulator says what Envoy does with its configuration; were it to know the IR, it could not check what we emit.',
  }),
  mayOnlyReach({
    name: 'passes-see-only-ir',
    from: 'lib/passes',
    to: level2,
    comment: 'Level 3. A pass turns IR into IR; lib/compiler says in what order.',
  }),
  mayOnlyReach({
    name: 'analysis-sees-only-ir',
    from: 'lib/analysis',
    to: level2,
    comment: 'Level 3. A check reads what was declared, or what the passes made of it; it knows no pass and no target.',
  }),
  {
    name: 'targets-see-only-ir',
    severity: 'error',
    comment: 'Level 3. A target reads the effective mesh only: it never resolves inheritance again.',
    from: { path: '^lib/targets/' },
    to: {
      path: '^(constructs|lib|test|examples|bench|scripts)/',
      pathNot: [...level2, 'lib/targets'].map((folder) => `^${folder}/`),
    },
  },
  {
    name: 'targets-apart',
    severity: 'error',
    comment: 'A target that imports a sibling cannot be removed or replaced alone. lib/compiler joins them.',
    from: { path: '^lib/targets/([^/]+)/' },
    to: { path: '^lib/targets/', pathNot: '^lib/targets/$1/' },
  },
  mayOnlyReach({
    name: 'compiler-is-below-its-users',
    from: 'lib/compiler',
    to: level3,
    comment: 'Level 4. The compiler is a function of the IR; constructs, CLI and runtime call it.',
  }),
  mayOnlyReach({
    name: 'behaviour-joins-mesh-and-simulator',
    from: 'lib/behaviour',
    to: [...level3, 'lib/simulate', 'lib/compiler'],
    comment:
      'Level 4. It asks the simulator in the words of a mesh; programs, tests and the command line stand above it.',
  }),
  mayOnlyReach({
    name: 'output-knows-no-mesh',
    from: 'lib/output',
    to: level1,
    comment: 'Level 4. It writes planned text to files and does not care what the text means.',
  }),
  mayOnlyReach({
    name: 'xds-serves-resources',
    from: 'lib/xds',
    to: level1,
    comment:
      'Level 4. It serves resources to whoever asks by the protocol; what they mean, and where they come from, others know.',
  }),
  mayOnlyReach({
    name: 'rollout-decides-on-data',
    from: 'lib/rollout',
    to: level2,
    comment: 'Level 4. Plans, evidence and decisions are functions of data; who acts by them stands above.',
  }),
  mayOnlyReach({
    name: 'registry-knows-no-mesh',
    from: 'lib/registry',
    to: level0,
    comment: 'Level 5. It keeps who runs where; what a mesh makes of it, and how it reaches proxies, others know.',
  }),
  mayOnlyReach({
    name: 'identity-knows-no-mesh',
    from: 'lib/identity',
    to: level0,
    comment: 'Level 5. It says who is who; who may do what, and how a proxy hears of it, others know.',
  }),
  mayOnlyReach({
    name: 'control-plane-joins-mesh-and-registry',
    from: 'lib/control-plane',
    to: [...level4, 'lib/registry', 'lib/identity'],
    comment:
      'Level 5. It makes what proxies are served of compiled mesh, registry and identities; HTTP stands above it.',
  }),
  mayOnlyReach({
    name: 'mesh-api-asks-the-plane',
    from: 'lib/mesh-api',
    to: [...level4, 'lib/registry', 'lib/identity', 'lib/control-plane'],
    comment: 'Level 5. HTTP in front of registry and control plane; it decides on nothing but who may ask.',
  }),
  mayOnlyReach({
    name: 'controller-acts-on-decisions',
    from: 'lib/controller',
    to: [...level4, ...plane],
    comment: 'Level 5. It observes, decides and acts by ports; how it is called, and what a program says, others know.',
  }),
  mayOnlyReach({
    name: 'client-runs-in-programs',
    from: 'lib/client',
    to: [...level0, 'lib/mesh-api/client'],
    comment: 'Level 5. It runs inside programs of users: it carries what they need and no compiler.',
  }),
  mayOnlyReach({
    name: 'local-runtime-is-no-door-for-users',
    from: 'lib/local-runtime',
    to: level5,
    comment:
      'Level 5. `meshwright up` runs what was compiled; it has no business with the program or the command line.',
  }),
  mayOnlyReach({
    name: 'constructs-know-no-cli',
    from: 'constructs',
    to: level4,
    comment: 'Level 5. A program must work under plain `cdk8s synth`, without our CLI.',
  }),
  mayOnlyReach({
    name: 'testing-asks-meshes',
    from: 'lib/testing',
    to: ['constructs', ...level4],
    comment:
      'Level 5. It runs inside the test runner of a user: it reads constructs and asks what they do; nothing runs, and no runner is needed.',
  }),
  mayOnlyReach({
    name: 'cli-reads-results',
    from: 'lib/cli',
    to: ['lib'],
    comment:
      'Level 6. The CLI runs the program in a process of its own and reads what it leaves; it builds no constructs.',
  }),
  {
    name: 'examples-use-public-names',
    severity: 'error',
    comment: 'An example shows what a user can write; what it needs beyond the public names is missing from them.',
    from: { path: '^examples/' },
    to: { path: '^(constructs|lib|test|bench|scripts|packages)/' },
  },
  {
    name: 'nothing-imports-tests',
    severity: 'error',
    comment: 'Level 7: what tests, measures or shows the product is no part of it.',
    from: { path: '^(constructs|lib|packages)/' },
    to: { path: '^(test|examples|bench|scripts)/' },
  },
  {
    name: 'packages-stand-alone',
    severity: 'error',
    comment: 'packages/* are generated from public APIs and know nothing of meshes.',
    from: { path: '^packages/[^/]+/src/' },
    to: { path: '^(constructs|lib)/' },
  },
];

const doors = [
  onlyIn({
    name: 'files-have-doors',
    modules: ['fs', 'fs/promises'],
    folders: [
      'lib/output/',
      'lib/cli/',
      'lib/local-runtime/',
      'lib/control-plane/',
      'lib/registry/embedded/',
      'lib/controller/embedded/',
      // Keys, where the user asks for them.
      'lib/identity/files/',
      // Finds the package.json that origins are relative to.
      'constructs/internal/capture-origin',
      // Leaves the IR and the diagnostics for the CLI.
      'constructs/internal/leave-results',
      // Collects what tests exercised, for `meshwright test --coverage`.
      'lib/testing/coverage/append-coverage',
    ],
    comment: 'What is pure can be tested, cached and trusted. Files are read and written at the doors.',
  }),
  onlyIn({
    name: 'processes-have-doors',
    modules: ['child_process', 'worker_threads', 'cluster'],
    folders: ['lib/cli/', 'lib/local-runtime/'],
    comment: 'Only the CLI and the local runtime start programs.',
  }),
  onlyIn({
    name: 'network-has-doors',
    // node:net stays free: isIP and its like are pure. The globals and timers are the linter's business.
    modules: ['http', 'http2', 'https', 'tls', 'dgram', 'dns', 'dns/promises'],
    folders: ['lib/cli/', 'lib/local-runtime/', 'lib/controller/', ...plane.map((each) => `${each}/`), 'lib/client/'],
    comment: 'Compiling asks nobody: the same program gives the same bytes wherever it runs.',
  }),
  {
    name: 'dsl-hides-envoy',
    severity: 'error',
    comment: "Envoy's types never show in the DSL: users speak of services and routes.",
    from: { path: '^constructs/' },
    to: { path: 'envoy-config-types' },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [...levels, ...doors, ...hygiene],
  options: {
    doNotFollow: { path: ['node_modules', '^build/', '/dist/', '^packages/[^/]+/(types|generated)/'] },
    exclude: { path: ['^build/', '^test/fixtures/', '^test/types/fixtures/'] },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.json', '.d.ts'],
    },
    skipAnalysisNotInRules: true,
  },
};
