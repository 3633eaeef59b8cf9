import type { FleetChange } from './fleet.js';

/** Says what a change of the program did: `changed: updated 2 Envoys, started reviews/v4`. */
export function describeChange({ started, stopped, updated }: FleetChange): string {
  const parts: string[] = [];
  if (updated.length > 0) parts.push(`updated ${String(updated.length)} ${updated.length === 1 ? 'Envoy' : 'Envoys'}`);
  const replaced = started.filter((name) => stopped.includes(name));
  const added = started.filter((name) => !stopped.includes(name));
  const removed = stopped.filter((name) => !started.includes(name));
  for (const [verb, names] of [
    ['replaced', replaced],
    ['started', added],
    ['stopping', removed],
  ] as const) {
    if (names.length > 0) parts.push(`${verb} ${names.join(', ')}`);
  }
  return parts.length === 0 ? 'the change makes no difference to what runs' : `changed: ${parts.join(', ')}`;
}
