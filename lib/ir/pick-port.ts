import type { Port } from './port.js';

/** What a rule is about: requests or connections. */
export type RuleKind = 'http' | 'tcp';

/** Whether a rule of a kind can stand on a port. */
export function fitsPort(kind: RuleKind, port: Port): boolean {
  return (port.protocol === 'tcp') === (kind === 'tcp');
}

/**
 * Finds the port that a rule or destination means: the one it names, else the one named like the rule's own port, else
 * the only one that fits. Undefined where there is none or several are left.
 */
export function pickPort(
  ports: readonly Port[],
  wanted: { readonly kind: RuleKind; readonly name?: string | undefined; readonly ruleOn?: string | undefined },
): Port | undefined {
  if (wanted.name !== undefined) return ports.find(({ name }) => name === wanted.name);
  const fitting = ports.filter((port) => fitsPort(wanted.kind, port));
  if (fitting.length === 1) return fitting[0];
  return fitting.find(({ name }) => name === wanted.ruleOn);
}
