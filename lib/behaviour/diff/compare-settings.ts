import type { FilterChain, Listener } from 'envoy-config-types/envoy/config/listener/v3';
import type { Origin } from '../../diagnostics/origin.js';
import { memoiseByObject } from '../../util/memoise-by-object.js';
import { stableJson } from '../../util/stable-json.js';
import { fieldName } from './field-name.js';
import type { Finding } from './finding.js';
import { jsonDifferences } from './json-differences.js';
import { severityOfDifference } from './severity-of-difference.js';
import { heaviest } from './severity-of.js';

/** Names, and what is compared for what it means: routes, clusters, addresses, matches. */
const leftOutOfListener = new Set(['name', 'stat_prefix', 'address', 'filter_chains', 'default_filter_chain']);
const leftOutOfChain = new Set(['name', 'filter_chain_match']);
const leftOutOfFilter = new Set(['stat_prefix', 'rds', 'route_config', 'cluster', 'weighted_clusters']);

/** How a listener or a filter chain treats connections, whatever it is called and wherever it sends them. */
export type Settings = Readonly<Record<string, unknown>>;

/** The settings of a listener beside those of its chains. */
export const settingsOfListener = memoiseByObject((listener: Listener): Settings =>
  without(listener, leftOutOfListener),
);

/** The settings of a filter chain. */
export const settingsOfChain = memoiseByObject((chain: FilterChain): Settings => ({
  ...without(chain, leftOutOfChain),
  filters: (chain.filters ?? []).map((filter) => ({
    ...filter,
    typed_config: filter.typed_config === undefined ? undefined : without(filter.typed_config, leftOutOfFilter),
  })),
}));

/** Whose settings are compared. */
export interface SettingsPlace {
  readonly from: string | undefined;
  readonly to: string;
  /** Where the program declares what the listener is for. */
  readonly origins: { readonly before: Origin | undefined; readonly after: Origin | undefined };
}

/** What differs between two settings, field by field. */
export function compareSettings(before: Settings, after: Settings, where: SettingsPlace): readonly Finding[] {
  if (stableJson(before, 0) === stableJson(after, 0)) return [];
  const differences = jsonDifferences(before, after);
  const said = { before: 'as the listener said', after: 'as the listener says' };
  return [
    {
      from: where.from,
      to: where.to,
      ...said,
      when: 'every connection',
      witness: undefined,
      aspects: differences.map((difference) => ({
        kind: difference.path.includes('timeout') ? 'timeout' : 'connection',
        name: fieldName(difference.path),
        before: difference.before,
        after: difference.after,
        beforeOrigin: where.origins.before,
        afterOrigin: where.origins.after,
      })),
      severity: heaviest(differences.map(severityOfDifference)),
      routes: { before: undefined, after: undefined },
    },
  ];
}

function without(value: object, fields: ReadonlySet<string>): Settings {
  return Object.fromEntries(Object.entries(value).filter(([field]) => !fields.has(field)));
}
