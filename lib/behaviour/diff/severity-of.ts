import { serviceOfWorkload } from '../service-of-workload.js';
import { changeSeverities, type ChangeSeverity } from './change-severity.js';
import { isReached, type AspectPair } from './compare-effects.js';
import type { RouteEffect } from './route-effect.js';

/** How much it weighs that a class of requests gets another route; the rule is that of `ChangeSeverity`. */
export function severityOf(before: RouteEffect, after: RouteEffect, aspects: readonly AspectPair[]): ChangeSeverity {
  const [was, is] = [isReached(before), isReached(after)];
  if (was !== is) return was ? 'breaking' : 'neutral';
  if (before.kind !== after.kind) return was ? 'breaking' : 'risky';
  const [old, current] = [servicesOf(before), servicesOf(after)];
  const lost = [...old].filter((service) => service !== '' && !current.has(service));
  const gained = [...current].filter((service) => !old.has(service));
  if (lost.length + gained.length > 0) return 'breaking';
  return heaviest(aspects.map(severityOfAspect));
}

/** The heaviest of some weights; `neutral` of none. */
export function heaviest(severities: readonly ChangeSeverity[]): ChangeSeverity {
  return changeSeverities.find((severity) => severities.includes(severity)) ?? 'neutral';
}

function severityOfAspect({ before, after }: AspectPair): ChangeSeverity {
  const [was, is] = [before?.limitMs, after?.limitMs];
  if (was !== undefined && is !== undefined) return limit(is) < limit(was) ? 'risky' : 'neutral';
  if ((before ?? after)?.kind !== 'fault') return 'risky';
  if (after === undefined) return 'neutral';
  // An abort of everything refuses what was answered.
  return after.refusesAll === true ? 'breaking' : 'risky';
}

function limit(limitMs: number | 'none'): number {
  return limitMs === 'none' ? Number.POSITIVE_INFINITY : limitMs;
}

/** Services by name, whatever version; hosts outside as they are; empty for requests that nobody gets. */
function servicesOf({ shares }: RouteEffect): ReadonlySet<string> {
  return new Set(shares.map(({ who }) => serviceOfWorkload(who)));
}
