import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { AnalysisMeasurement } from './measure-one.js';

/**
 * Measures checks and diff of generated meshes of several sizes, each in a process of its own, several times.
 *
 * @param sizes services of each mesh
 * @param rounds runs of each size; the median by the time of both is kept
 */
export function measureAnalysis(sizes: readonly number[], rounds: number): readonly AnalysisMeasurement[] {
  const script = fileURLToPath(new URL('measure-one.ts', import.meta.url));
  return sizes.map((size) => {
    const runs = Array.from({ length: rounds }, () => {
      const args = ['--import', 'tsx', '--max-old-space-size=8192', script, String(size)];
      return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as AnalysisMeasurement;
    });
    const sorted = runs.sort((left, right) => left.checkMs + left.diffMs - right.checkMs - right.diffMs);
    const median = sorted[Math.floor(rounds / 2)];
    if (median === undefined) throw new Error('no rounds');
    return median;
  });
}
