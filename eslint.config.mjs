import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { houseRules } from './scripts/lint/house-rules.mjs';

const restrictedShapes = [
  { selector: 'ExportAllDeclaration', message: 'Name what is exported: a star export hides what is public.' },
  { selector: 'ExportDefaultDeclaration', message: 'A default export has no name to search for; export by name.' },
  { selector: 'TSEnumDeclaration', message: 'Use an `as const` object or array and a derived type.' },
  { selector: 'TSModuleDeclaration[kind="namespace"]', message: 'Use a module.' },
];

const clockMessage = 'The same program gives the same bytes: take the clock or the random source as an argument.';
const impureShapes = [
  { selector: 'CallExpression[callee.object.name="Date"][callee.property.name="now"]', message: clockMessage },
  { selector: 'CallExpression[callee.object.name="Math"][callee.property.name="random"]', message: clockMessage },
  { selector: 'CallExpression[callee.name="Date"]', message: clockMessage },
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: clockMessage },
];

const impureGlobals = ['setTimeout', 'setInterval', 'setImmediate', 'performance', 'crypto', 'fetch'];
const impureModules = ['node:timers', 'node:timers/promises', 'node:perf_hooks'];
const clockless = {
  'no-restricted-syntax': ['error', ...restrictedShapes, ...impureShapes],
  'no-restricted-globals': [
    'error',
    ...impureGlobals.map((name) => ({ name, message: clockMessage })),
    { name: 'process', message: 'Only lib/cli knows the process; take what you need as an argument.' },
  ],
  'no-restricted-imports': [
    'error',
    ...impureModules.map((name) => ({ name, message: clockMessage })),
    { name: 'node:process', message: 'Only lib/cli knows the process; take what you need as an argument.' },
  ],
};

export default defineConfig(
  globalIgnores([
    '**/node_modules/',
    '**/build/',
    '**/dist/',
    '**/.cache/',
    'coverage/',
    'reports/',
    'packages/*/generated/',
    'packages/*/types/',
    'lib/mesh-api/client/generated.ts',
    // Written as it is for a reason that the test beside it says: does not compile, or looks like no house of ours.
    'test/fixtures/**',
  ]),
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { house: houseRules },
    rules: {
      // Each optional property of a literal (`...(x === undefined ? {} : { x })`) counts as a branch too.
      complexity: ['error', 15],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true, IIFEs: true }],
      'max-depth': ['error', 4],
      'no-console': 'error',
      'no-param-reassign': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'no-restricted-syntax': ['error', ...restrictedShapes],
      'house/kebab-case-file': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/promise-function-async': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // It would have every computed type that can be empty say so.
      '@typescript-eslint/no-generated-empty-object-type': 'off',
      // It asks for the `!` that no-non-null-assertion forbids.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        // A default would swallow the kind that is added next year.
        { allowDefaultCaseForExhaustiveSwitch: false, requireDefaultForNonUnion: false },
      ],
    },
  },
  {
    files: ['constructs/**/*.ts', 'lib/**/*.ts'],
    rules: {
      ...clockless,
      '@typescript-eslint/max-params': ['error', { max: 4 }],
      'house/documented-export': 'error',
      'house/no-boolean-parameter': 'error',
    },
  },
  {
    // The doors to the real world.
    files: [
      'lib/cli/**/*.ts',
      'lib/local-runtime/**/*.ts',
      'lib/client/**/*.ts',
      // A client of the mesh API calls it, from wherever a user runs it.
      'lib/mesh-api/client/**/*.ts',
      // Waits for the end of a turn of the loop, so that writes that come together share one write to the disk.
      'lib/registry/embedded/at-turn-end.ts',
      // Knows which process has a folder.
      'lib/registry/embedded/claim-folder.ts',
      // Gives the network a turn (setImmediate) between slices of work.
      'lib/xds/server/start-xds-server.ts',
      // The one place that reads the machine's clock for everybody else.
      'lib/util/system-clock.ts',
      // Finds the folder that origins are relative to.
      'constructs/internal/capture-origin.ts',
      // Is told by MESHWRIGHT_OUT where the CLI looks for the results of the program it runs.
      'constructs/internal/leave-results.ts',
      // Prints warnings under plain `cdk8s synth`.
      'constructs/internal/show-advice.ts',
      // Is told by MESHWRIGHT_COVERAGE where `meshwright test` collects what tests exercised.
      'lib/testing/coverage/coverage-file.ts',
    ],
    rules: {
      'no-restricted-syntax': ['error', ...restrictedShapes],
      'no-restricted-globals': 'off',
      'no-restricted-imports': 'off',
    },
  },
  {
    // captureOrigin takes the method that the user called to know its frame of the stack, and never calls it.
    files: ['constructs/**/*.ts'],
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
      // A mesh that a test declares is as long as it has to be.
      'max-lines-per-function': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      // `expect(x.method)` and the like.
      '@typescript-eslint/unbound-method': 'off',
      // `parse<Report>(text)`, where the test knows what comes.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // The validator has to know the deprecated fields too.
      '@typescript-eslint/no-deprecated': 'off',
    },
  },
  {
    files: ['test/**/*.ts'],
    ignores: ['test/support/try-run-sync.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          name: 'node:child_process',
          importNames: ['execSync', 'execFileSync', 'spawnSync'],
          message: 'Waits for ever for what does not end; test/support/run-sync.ts does not.',
        },
      ],
    },
  },
  {
    // The test runner and the tools ask for a default export.
    files: ['*.config.ts', '**/*.config.mjs', '.dependency-cruiser.mjs'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { projectService: false } },
    rules: { 'no-console': 'off', '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
  {
    // Programs that people read to learn: they print, and may be as long as the lesson.
    files: ['examples/**/*.ts'],
    rules: {
      'no-console': 'off',
      'max-lines-per-function': 'off',
      // What a function here returns is as long as the names of all its services.
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
);
