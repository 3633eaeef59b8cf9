import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Cold start to finish of two commands on the same machine in one run, in ms of wall clock. */
export interface SynthMeasurement {
  readonly objects: number;
  readonly meshwrightMs: number;
  readonly meshwrightWithoutTypesMs: number;
  readonly cdk8sMs: number;
  /** Slowest to fastest run of the same command. */
  readonly noise: number;
}

/**
 * Compares `meshwright synth examples/bookinfo` with `cdk8s synth` of a plain program that holds as many objects, the
 * same ones written out by hand. Both start from nothing; runs alternate, so that the machine's mood hits both.
 *
 * @param root the repository, built
 */
export function measureSynth(root: string, rounds: number): SynthMeasurement {
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-bench-'));
  const output = join(folder, 'out');
  const meshwright = [
    join(root, 'build/lib/cli/main.js'),
    'synth',
    join(root, 'examples/bookinfo'),
    '--output',
    output,
  ];
  runNode(root, meshwright);
  const objects = plainProgram(root, folder, readFileSync(join(output, 'bookinfo.k8s.yaml'), 'utf8'));
  // Without its look for a newer version, which asks the network.
  const cdk8s = [join(root, 'node_modules/cdk8s-cli/bin/cdk8s'), 'synth', '--no-check-upgrade'];
  const times: Record<'with' | 'without' | 'cdk8s', number[]> = { with: [], without: [], cdk8s: [] };
  for (let round = 0; round < rounds; round++) {
    for (const cold of [output, join(folder, 'dist')]) rmSync(cold, { recursive: true, force: true });
    times.with.push(runNode(root, meshwright));
    times.cdk8s.push(runNode(folder, cdk8s));
    times.without.push(runNode(root, [...meshwright, '--no-type-check']));
  }
  rmSync(folder, { recursive: true });
  return {
    objects,
    meshwrightMs: median(times.with),
    meshwrightWithoutTypesMs: median(times.without),
    cdk8sMs: median(times.cdk8s),
    noise: Math.max(...Object.values(times).map((runs) => Math.max(...runs) / Math.min(...runs))),
  };
}

function plainProgram(root: string, folder: string, manifests: string): number {
  const objects = manifests.split(/^---$/m).length;
  writeFileSync(join(folder, 'manifests.yaml'), manifests);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  writeFileSync(join(folder, 'cdk8s.yaml'), 'language: typescript\napp: node --import tsx main.ts\n');
  writeFileSync(
    join(folder, 'main.ts'),
    `import { ApiObject, App, Chart, Yaml } from 'cdk8s';
const app = new App();
const chart = new Chart(app, 'plain');
Yaml.load('manifests.yaml').forEach((manifest: never, index: number) => new ApiObject(chart, \`object-\${index}\`, manifest));
app.synth();
`,
  );
  symlinkSync(resolve(root, 'node_modules'), join(folder, 'node_modules'));
  return objects;
}

function runNode(cwd: string, args: readonly string[]): number {
  const start = performance.now();
  execFileSync(process.execPath, args, {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, CI: '1' },
  });
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
