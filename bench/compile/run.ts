import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Measurement, SynthesisMeasurement } from './measure-one.js';

/** A row of the table. */
export type CompileRow = Measurement & SynthesisMeasurement;

/**
 * Measures compiling generated meshes of several sizes, each in a process of its own, several times.
 *
 * @param sizes services of each mesh
 * @param rounds runs of each size; the median by time is kept
 */
export function measureCompile(
  sizes: readonly number[],
  rounds: number,
): { readonly rows: readonly CompileRow[]; readonly noise: number } {
  let noise = 1;
  const rows = sizes.map((size): CompileRow => {
    const runs = Array.from({ length: rounds }, () => measure<Measurement>('compile', size));
    const times = runs.map(({ compileMs }) => compileMs);
    noise = Math.max(noise, Math.max(...times) / Math.min(...times));
    const syntheses = Array.from({ length: rounds }, () => measure<SynthesisMeasurement>('synthesize', size));
    return {
      ...medianBy(runs, ({ compileMs }) => compileMs),
      ...medianBy(syntheses, ({ synthesisMs }) => synthesisMs),
    };
  });
  return { rows, noise };
}

function measure<T>(mode: 'compile' | 'synthesize', size: number): T {
  const script = fileURLToPath(new URL('measure-one.ts', import.meta.url));
  // Memory as cdk8s needs it for the largest meshes; the compiler alone stays far below.
  const args = ['--import', 'tsx', '--max-old-space-size=8192', script, mode, String(size)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 20 })) as T;
}

function medianBy<T>(runs: readonly T[], value: (run: T) => number): T {
  const median = [...runs].sort((a, b) => value(a) - value(b))[Math.floor(runs.length / 2)];
  if (median === undefined) throw new Error('no rounds');
  return median;
}

/** Exponent of growth between the smallest and the largest row: 1 is linear. */
export function growthExponent(rows: readonly CompileRow[], value: (row: CompileRow) => number): number {
  const first = rows[0];
  const last = rows.at(-1);
  if (first === undefined || last === undefined) throw new Error('no rows');
  return Math.log(value(last) / value(first)) / Math.log(last.size / first.size);
}
