import type { Origin } from '../../diagnostics/origin.js';
import type { OriginTable } from '../../envoy-resources/proxy-config.js';
import { effectiveRouteName } from '../../targets/envoy/routes/effective-route-name.js';

/** Where a part of a proxy's configuration comes from. */
export interface OriginLookup {
  readonly route: (name: string, field?: string) => Origin | undefined;
  readonly cluster: (name: string) => Origin | undefined;
  readonly listener: (name: string) => Origin | undefined;
}

/** Reads an origin table by name. An Envoy route `<name>#2` stems from the same route as `<name>`. */
export function originOf(table: OriginTable = {}): OriginLookup {
  const route = (name: string, field: string | undefined): Origin | undefined =>
    table[field === undefined ? `route/${name}` : `route/${name}#${field}`];
  return {
    route: (name, field) => route(name, field) ?? route(effectiveRouteName(name), field),
    cluster: (name) => table[`cluster/${name}`],
    listener: (name) => table[`listener/${name}`],
  };
}
