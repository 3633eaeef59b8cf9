import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesOutput } from '../../lib/compiler/compile-kubernetes.js';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic.js';
import { createJsonTextCache } from '../../lib/envoy-resources/json-text-cache.js';
import { proxyFiles } from '../../lib/envoy-resources/proxy-files.js';
import type { MeshIr } from '../../lib/ir/mesh-ir.js';
import { createRolloutPlan } from '../../lib/rollout/plan/create-rollout-plan.js';
import { contentHash } from '../../lib/util/content-hash.js';
import { stableJson } from '../../lib/util/stable-json.js';

/**
 * Leaves what a mesh compiled to where the CLI that runs the program asked for it, by `MESHWRIGHT_OUT`: the
 * diagnostics always, and without errors the IR, the plans of its rollouts, the Envoy files and where their parts come from. The folder is the
 * CLI's own and temporary; the CLI writes the user's output.
 */
export function leaveResults(compilation: {
  readonly ir: MeshIr;
  readonly diagnostics: readonly Diagnostic[];
  readonly output?: KubernetesOutput;
}): void {
  const directory = process.env['MESHWRIGHT_OUT'];
  if (directory === undefined) return;
  const { ir, diagnostics, output } = compilation;
  const folder = join(directory, folderName(ir.name));
  rmSync(folder, { recursive: true, force: true }); // a program may look at its diagnostics and go on declaring
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'diagnostics.json'), stableJson(diagnostics));
  if (output === undefined) return;
  writeFileSync(join(folder, 'ir.json'), stableJson(ir));
  if (ir.rollouts.length > 0) {
    const plans = ir.rollouts.map((rollout) => createRolloutPlan(ir, rollout));
    writeFileSync(join(folder, 'rollouts.json'), stableJson({ plans }));
  }
  writeFileSync(
    join(folder, 'origins.json'),
    stableJson(Object.fromEntries(output.proxies.map(({ name, origins }) => [name, origins]))),
  );
  const texts = createJsonTextCache();
  for (const proxy of output.proxies) {
    const proxyFolder = join(folder, 'envoy', proxy.name);
    mkdirSync(proxyFolder, { recursive: true });
    for (const [name, text] of proxyFiles(proxy, texts)) writeFileSync(join(proxyFolder, name), text);
  }
}

// A name that is no DNS label is an error, and may be anything: `..` must not lead out of the folder.
function folderName(mesh: string): string {
  return /^[a-z0-9-]+$/.test(mesh) ? mesh : `mesh-${contentHash(mesh, 12)}`;
}
