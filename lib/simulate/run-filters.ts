import type { Fault, FilterRun } from './decision.js';
import type { Message } from './headers/message.js';
import { meetsHeaderCondition } from './match/meets-header-condition.js';
import type { FaultRule } from './route/fault-rule.js';
import type { SimulatedRoute } from './route/simulated-route.js';
import type { SimulatedFilter, HttpManager } from './http-manager.js';

/** What the filters of a chain did with a request. */
export interface FilterResult {
  readonly runs: readonly FilterRun[];
  readonly fault: Fault | undefined;
  readonly unknown: readonly string[];
}

/** What the filters see of a request. */
export interface FilterInput {
  readonly route: SimulatedRoute | undefined;
  readonly request: Message;
  /** Those that the request may go to; empty where it is not sent on. */
  readonly clusters: readonly string[];
}

/** Passes a request through the filters before the router. */
export function runFilters(listener: HttpManager, { route, request, clusters }: FilterInput): FilterResult {
  const runs: FilterRun[] = [];
  const unknown: string[] = [];
  let fault: Fault | undefined;
  for (const filter of listener.filters) {
    const effect = effectOf(filter, route);
    if (effect === 'fault') {
      const rule = faultRule(filter, route);
      if (rule !== undefined) unknown.push(...rule.unknown.map((field) => `filter "${filter.name}": ${field}`));
      const met = rule === undefined ? undefined : metFault(rule, request, clusters);
      fault ??= met;
      runs.push({ name: filter.name, effect: met === undefined ? 'none' : 'fault' });
      continue;
    }
    if (effect === 'unknown') unknown.push(`filter "${filter.name}"`);
    runs.push({ name: filter.name, effect });
  }
  return { runs, fault, unknown };
}

function effectOf(filter: SimulatedFilter, route: SimulatedRoute | undefined): FilterRun['effect'] {
  if (filter.kind === 'router') return 'route';
  const override = route?.filters.get(filter.name);
  const isOff = override === undefined ? filter.isDisabled : override.kind === 'off';
  if (isOff) return 'off';
  return filter.kind === 'fault' && override?.kind !== 'unknown' ? 'fault' : 'unknown';
}

function faultRule(filter: SimulatedFilter, route: SimulatedRoute | undefined): FaultRule | undefined {
  const override = route?.filters.get(filter.name);
  return override?.kind === 'fault' ? override.rule : filter.fault;
}

function metFault(rule: FaultRule, request: Message, clusters: readonly string[]): Fault | undefined {
  if (!rule.headers.every((condition) => meetsHeaderCondition(condition, request))) return undefined;
  if (rule.cluster !== undefined && !clusters.includes(rule.cluster)) return undefined;
  const onlyTo = clusters.every((cluster) => cluster === rule.cluster) ? undefined : rule.cluster;
  const delay = rule.delay?.probability.numerator === 0 ? undefined : rule.delay;
  const abort = rule.abort?.probability.numerator === 0 ? undefined : rule.abort;
  return delay === undefined && abort === undefined ? undefined : { onlyTo, delay, abort };
}
