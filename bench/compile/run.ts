import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Measurement } from './measure-one.js';

/**
 * Measures compiling generated meshes of several sizes, each in a process of its own, several times.
 *
 * @param sizes services of each mesh
 * @param rounds runs of each size; the median by total time is kept
 */
export function measureCompile(
  sizes: readonly number[],
  rounds: number,
): { readonly rows: readonly Measurement[]; readonly noise: number } {
  let noise = 1;
  const rows = sizes.map((size) => {
    const runs = Array.from({ length: rounds }, () => measureOne(size)).sort((a, b) => a.totalMs - b.totalMs);
    const [fastest] = runs;
    const slowest = runs.at(-1);
    const median = runs[Math.floor(runs.length / 2)];
    if (fastest === undefined || slowest === undefined || median === undefined) throw new Error('no rounds');
    noise = Math.max(noise, slowest.totalMs / fastest.totalMs);
    return median;
  });
  return { rows, noise };
}

function measureOne(size: number): Measurement {
  const script = fileURLToPath(new URL('measure-one.ts', import.meta.url));
  const args = ['--import', 'tsx', '--max-old-space-size=8192', script, String(size)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 20 })) as Measurement;
}

/** Exponent of growth between the smallest and the largest row: 1 is linear. */
export function growthExponent(rows: readonly Measurement[], value: (row: Measurement) => number): number {
  const first = rows[0];
  const last = rows.at(-1);
  if (first === undefined || last === undefined) throw new Error('no rows');
  return Math.log(value(last) / value(first)) / Math.log(last.size / first.size);
}
