import type { Strategy } from '../../ir/rollout/strategy.js';

/** The share of requests with which a strategy ends before promotion, 0 to 1: windows at half of it or more can prove that all is well. */
export function weightAskedFor(strategy: Strategy): number {
  switch (strategy.kind) {
    case 'paced':
      return strategy.most;
    case 'steps':
      return strategy.steps.at(-1)?.weight ?? 1;
    case 'blue-green':
      return 1;
    // A copy hurts nobody, and a group is as large as whatever matches: every window counts.
    case 'mirror':
    case 'a-b':
      return 0;
  }
}
