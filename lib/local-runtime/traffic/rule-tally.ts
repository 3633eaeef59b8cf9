import { effectiveRouteName } from '../../targets/envoy/routes/effective-route-name.js';
import type { AccessEntry } from './access-entry.js';
import type { AddressBook } from './address-book.js';
import type { TrafficRule } from './traffic-rule.js';

/** A rule and what was seen of it. */
export interface SeenRule {
  readonly rule: TrafficRule;
  /** Requests that met the rule. */
  readonly met: number;
  /** Requests that took the rule's route. */
  readonly requests: number;
}

/** Counts, for each rule that the mesh configures, how many requests met it. */
export interface RuleTally {
  /** Starts anew with other rules, for requests that begin from a moment on, in ms since 1970. */
  readonly restart: (rules: readonly TrafficRule[], from: number) => void;
  readonly add: (entry: AccessEntry) => void;
  /** In the order of the rules. */
  readonly seen: () => readonly SeenRule[];
}

interface Counter {
  readonly rule: TrafficRule;
  met: number;
  requests: number;
}

/** Envoy's clock ticks coarsely: a delay of 100 ms may show as 97. */
const delayTolerance = 0.9;

/** Makes a tally without rules. */
export function createRuleTally(book: AddressBook): RuleTally {
  let counters: readonly Counter[] = [];
  const countersByRoute = new Map<string, Counter[]>();
  let startAt = 0;
  return {
    restart(rules, from) {
      counters = rules.map((rule) => ({ rule, met: 0, requests: 0 }));
      countersByRoute.clear();
      for (const counter of counters) {
        const { route } = counter.rule;
        countersByRoute.set(route, [...(countersByRoute.get(route) ?? []), counter]);
      }
      startAt = from;
    },
    add(entry) {
      if (entry.startedAt < startAt) return;
      const { cluster } = entry;
      const route = entry.route ?? (cluster === undefined ? undefined : book.tcpRoute(cluster));
      if (route === undefined) return;
      // A route with several alternatives is several routes to Envoy: the second is `<name>#2`.
      for (const counter of countersByRoute.get(effectiveRouteName(route)) ?? []) {
        counter.requests += 1;
        if (meets(entry, counter.rule)) counter.met += 1;
      }
    },
    seen: () => counters.map((counter) => ({ ...counter })),
  };
}

function meets({ cluster, flags, durationMs }: AccessEntry, rule: TrafficRule): boolean {
  switch (rule.kind) {
    case 'split':
      return cluster === rule.destination;
    case 'delay':
      // Not only what Envoy says it did, but how long it took.
      return flags.includes('DI') && durationMs >= rule.durationMs * delayTolerance;
    case 'abort':
      return flags.includes('FI');
  }
}
