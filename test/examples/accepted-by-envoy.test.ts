import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compileKubernetes } from '../../lib/compiler/compile-kubernetes.js';
import type { MeshIr } from '../../lib/ir/mesh-ir.js';
import { compiled } from '../support/compiled.js';
import { emitLocal } from '../support/emit-local.js';
import { envoyValidate } from '../support/envoy-validate.js';
import { examplePrograms, runExample } from '../support/example-program.js';
import { inParallel } from '../support/in-parallel.js';
import { localEnvironment } from '../support/local-environment.js';
import { diagnosticFixtures, meshesOfFixture } from '../support/run-diagnostic-fixture.js';
import { staticBootstrap } from '../../lib/envoy-resources/static-bootstrap.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { findTool } from '../support/tools.js';

const envoy = await findTool('envoy');

/** Every bootstrap that a mesh comes to, in Kubernetes and on one machine, with a proxy that it is for. */
function bootstrapsOf(name: string, ir: MeshIr): readonly (readonly [bootstrap: string, usedBy: string])[] {
  const mesh = compiled(ir);
  const kubernetes = compileKubernetes(mesh, {}).proxies;
  const local = emitLocal(mesh, localEnvironment(mesh)).proxies;
  return [...kubernetes, ...local].map((config) => [JSON.stringify(staticBootstrap(config)), `${name} ${config.name}`]);
}

/** Problems of bootstraps, each text judged once however many proxies have it. */
async function problemsOf(bootstraps: readonly (readonly [string, string])[]): Promise<readonly string[]> {
  const folder = temporaryFolder();
  const distinct = [...new Map(bootstraps)];
  const problems = await inParallel(distinct.length, 2, async (index) => {
    const [bootstrap = '', usedBy = ''] = distinct[index] ?? [];
    const problem = await envoyValidate(envoy.path, bootstrap, join(folder, `${index}.json`));
    return problem === '' ? [] : [`${usedBy}: ${problem}`];
  });
  return problems.flat();
}

it.skipIf(envoy.isMissing)(
  'Envoy accepts every configuration of every example, without a warning',
  async () => {
    const bootstraps = [];
    for (const program of examplePrograms) bootstraps.push(...bootstrapsOf(program, (await runExample(program)).ir));

    expect(await problemsOf(bootstraps)).toEqual([]);
  },
  120_000,
);

it.skipIf(envoy.isMissing)(
  'Envoy accepts every configuration of every sound fixture, without a warning',
  async () => {
    const fixtures = readdirSync(diagnosticFixtures).filter((name) => name.startsWith('ok-'));
    const bootstraps = [];
    for (const fixture of fixtures) {
      for (const mesh of await meshesOfFixture(fixture)) bootstraps.push(...bootstrapsOf(fixture, mesh.toIr()));
    }

    expect(fixtures.length).toBeGreaterThan(20);
    expect(await problemsOf(bootstraps)).toEqual([]);
  },
  120_000,
);
