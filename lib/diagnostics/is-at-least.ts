import type { Severity } from './diagnostic.js';

const ranks = { info: 0, warning: 1, error: 2 } as const satisfies Record<Severity, number>;

/** Whether a severity weighs as much as another one, or more. */
export function isAtLeast(severity: Severity, least: Severity): boolean {
  return ranks[severity] >= ranks[least];
}
