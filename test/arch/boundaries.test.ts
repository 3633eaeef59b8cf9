import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.js';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../../', import.meta.url));
const cruiser = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** For each rule a module that breaks it: its path, and what it imports. */
const culprits: Readonly<Record<string, readonly [path: string, specifier: string]>> = {
  'util-knows-nothing': ['lib/util/culprit.ts', '../ir/target.js'],
  'diagnostics-stand-alone': ['lib/diagnostics/culprit.ts', '../ir/target.js'],
  'envoy-resources-know-no-mesh': ['lib/envoy-resources/culprit.ts', '../ir/target.js'],
  'envoy-resources-run-no-diagnostics': ['lib/envoy-resources/teller.ts', '../diagnostics/target.js'],
  'ir-is-data': ['lib/ir/culprit.ts', '../passes/target.js'],
  'simulate-sees-only-envoy': ['lib/simulate/culprit.ts', '../ir/target.js'],
  'passes-see-only-ir': ['lib/passes/culprit.ts', '../analysis/target.js'],
  'analysis-sees-only-ir': ['lib/analysis/culprit.ts', '../passes/target.js'],
  'targets-see-only-ir': ['lib/targets/envoy/culprit.ts', '../../passes/target.js'],
  'targets-apart': ['lib/targets/kubernetes/culprit.ts', '../envoy/target.js'],
  'compiler-is-below-its-users': ['lib/compiler/culprit.ts', '../output/target.js'],
  'behaviour-joins-mesh-and-simulator': ['lib/behaviour/culprit.ts', '../output/target.js'],
  'output-knows-no-mesh': ['lib/output/culprit.ts', '../ir/target.js'],
  'xds-serves-resources': ['lib/xds/culprit.ts', '../ir/target.js'],
  'rollout-decides-on-data': ['lib/rollout/culprit.ts', '../passes/target.js'],
  'registry-knows-no-mesh': ['lib/registry/culprit.ts', '../ir/target.js'],
  'identity-knows-no-mesh': ['lib/identity/culprit.ts', '../ir/target.js'],
  'control-plane-joins-mesh-and-registry': ['lib/control-plane/culprit.ts', '../cli/target.js'],
  'mesh-api-asks-the-plane': ['lib/mesh-api/culprit.ts', '../cli/target.js'],
  'controller-acts-on-decisions': ['lib/controller/culprit.ts', '../cli/target.js'],
  'client-runs-in-programs': ['lib/client/culprit.ts', '../ir/target.js'],
  'local-runtime-is-no-door-for-users': ['lib/local-runtime/culprit.ts', '../cli/target.js'],
  'constructs-know-no-cli': ['constructs/culprit.ts', '../lib/cli/target.js'],
  'testing-asks-meshes': ['lib/testing/culprit.ts', '../cli/target.js'],
  'cli-reads-results': ['lib/cli/culprit.ts', '../../constructs/target.js'],
  'examples-use-public-names': ['examples/culprit.ts', '../constructs/target.js'],
  'nothing-imports-tests': ['packages/api/src/culprit.ts', '../../../test/target.js'],
  'packages-stand-alone': ['packages/api/src/knower.ts', '../../../lib/util/target.js'],
  'files-have-doors': ['lib/passes/reader.ts', 'node:fs'],
  'processes-have-doors': ['lib/passes/starter.ts', 'node:child_process'],
  'network-has-doors': ['lib/passes/caller.ts', 'node:https'],
  'dsl-hides-envoy': ['constructs/shower.ts', 'envoy-config-types'],
  'no-circular': ['lib/util/circle.ts', './way-back.js'],
  'not-to-unresolvable': ['lib/util/lost.ts', './nowhere.js'],
  'not-to-dev-dep': ['lib/util/developer.ts', 'vitest'],
  'not-to-undeclared': ['lib/util/borrower.ts', 'chai'],
};

test('every rule of the levels catches what breaks it', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder();
  for (const [path, specifier] of Object.values(culprits)) write(join(folder, path), `import '${specifier}';\n`);
  for (const path of targets()) write(join(folder, path), 'export {};\n');
  write(join(folder, 'lib/util/way-back.ts'), "import './circle.js';\n");
  write(join(folder, 'lib/util/lonely.ts'), 'export const lonely = 1;\n');
  write(join(folder, 'package.json'), '{ "type": "module", "devDependencies": { "vitest": "*" } }');
  for (const name of ['envoy-config-types', 'vitest', 'chai']) {
    write(join(folder, `node_modules/${name}/package.json`), `{ "name": "${name}", "exports": "./index.js" }`);
    write(join(folder, `node_modules/${name}/index.js`), '');
  }

  const broken = new Set(await cruise(folder));

  const expected = Object.entries(culprits).map(([rule, [path]]) => `${rule} ${path}`);
  expect(expected.filter((line) => !broken.has(line))).toEqual([]);
  expect(broken).toContain('no-orphans lib/util/lonely.ts');
});

test('every rule has a culprit above', async () => {
  const config = (await import(join(repository, '.dependency-cruiser.mjs'))) as {
    readonly default: { readonly forbidden: readonly { readonly name: string; readonly comment: string }[] };
  };
  const rules = config.default.forbidden.map(({ name }) => name);
  expect(rules.toSorted()).toEqual([...Object.keys(culprits), 'no-orphans'].sort());
});

test('no module of ours breaks a rule', { timeout: 60_000 }, async () => {
  expect(await cruise(repository)).toEqual([]);
});

/** Returns the broken rules, each with the module that breaks it. */
async function cruise(folder: string): Promise<readonly string[]> {
  const folders = ['constructs', 'lib', 'examples', 'test', 'packages'];
  const config = join(repository, '.dependency-cruiser.mjs');
  // The exit code counts violations in the `err` reports only, not in JSON.
  const { stdout } = await run(process.execPath, [cruiser, '--config', config, '--output-type', 'json', ...folders], {
    cwd: folder,
    maxBuffer: 256 * 2 ** 20,
  });
  const { summary } = JSON.parse(stdout) as {
    readonly summary: {
      readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
    };
  };
  return summary.violations.map(({ from, rule }) => `${rule.name} ${from}`);
}

function targets(): readonly string[] {
  const folders = ['diagnostics', 'ir', 'passes', 'analysis', 'targets/envoy', 'output', 'cli', 'util'];
  return [...folders.map((folder) => `lib/${folder}/target.ts`), 'constructs/target.ts', 'test/target.ts'];
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
