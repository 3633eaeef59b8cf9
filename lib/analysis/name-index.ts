import type { ExternalService } from '../ir/external-service.js';
import type { MeshIr } from '../ir/mesh-ir.js';
import type { Service } from '../ir/service.js';
import { memoiseByObject } from '../util/memoise-by-object.js';

/** Names of a mesh, for looking things up in constant time. */
export interface NameIndex {
  /** By name; of several with one name the first. */
  readonly services: ReadonlyMap<string, Service>;
  readonly externalServices: ReadonlyMap<string, ExternalService>;
  /** Names that more than one service, external service or gateway has: what they refer to is unclear. */
  readonly ambiguous: ReadonlySet<string>;
  /** Callees of a service, each as `<kind>/<name>`. */
  readonly calleesOf: (caller: Service) => ReadonlySet<string>;
}

/**
 * Lays out the names of a mesh, in time linear in their number.
 */
export function indexNames(ir: MeshIr): NameIndex {
  const seen = new Set<string>();
  const ambiguous = new Set<string>();
  for (const { name } of [...ir.services, ...ir.gateways, ...ir.externalServices]) {
    if (seen.has(name)) ambiguous.add(name);
    seen.add(name);
  }
  return {
    services: firstByName(ir.services),
    externalServices: firstByName(ir.externalServices),
    ambiguous,
    // Few services route to others, and only of those anybody asks.
    calleesOf: memoiseByObject(calleesOf),
  };
}

function calleesOf({ calls }: Service): ReadonlySet<string> {
  return new Set(calls.map(({ callee }) => `${callee.kind}/${callee.name}`));
}

function firstByName<T extends { readonly name: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  const itemsByName = new Map<string, T>();
  for (const item of items) if (!itemsByName.has(item.name)) itemsByName.set(item.name, item);
  return itemsByName;
}
