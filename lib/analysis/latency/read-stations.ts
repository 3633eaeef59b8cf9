import type { EffectiveDestination, EffectiveMesh } from '../../ir/effective-mesh.js';
import type { Service } from '../../ir/service.js';
import type { Version } from '../../ir/version.js';
import { InternalError } from '../../util/internal-error.js';
import type { StationShare } from './load-network.js';
import type { Station } from './station.js';

/** The stations of a mesh, and what its destinations are made of. */
export interface Stations {
  /** Of services, then of external services; each by name. */
  readonly all: readonly Station[];
  /** How the requests to a destination spread over its stations. Sums to 1. */
  sharesOf(backend: EffectiveDestination['backend']): readonly StationShare[];
}

/**
 * Makes a station of every version and every external service.
 */
export function readStations({ ir }: EffectiveMesh): Stations {
  const all = [
    ...ir.services.flatMap((service) => service.versions.map((version) => stationOfVersion(service, version))),
    ...ir.externalServices.map(({ name, origin, responseTimeMs }): Station => ({
      name,
      service: name,
      origin,
      replicas: 0,
      ...(responseTimeMs === undefined ? {} : { pace: { kind: 'delay', timeMs: responseTimeMs } }),
    })),
  ];
  const byName = new Map(all.map((station) => [station.name, station]));
  const named = (name: string): Station => {
    const station = byName.get(name);
    if (station === undefined) throw new InternalError(`no station ${name}`);
    return station;
  };
  return {
    all,
    sharesOf(backend) {
      switch (backend.kind) {
        case 'version':
          return [{ station: named(nameOf(backend.service, backend.version)), share: 1 }];
        case 'external-service':
          return [{ station: named(backend.service.name), share: 1 }];
        case 'service':
          return sharesOfVersions(backend.service).map(([version, share]) => ({
            station: named(nameOf(backend.service, version)),
            share,
          }));
      }
    },
  };
}

function stationOfVersion(service: Service, version: Version): Station {
  const { performance, replicas, origin } = version;
  const station = {
    name: nameOf(service, version.name),
    service: service.name,
    version: version.name,
    origin,
    replicas,
  };
  if (performance === undefined || replicas === 0) return station;
  const { serviceTimeMs, concurrency } = performance;
  return { ...station, pace: { kind: 'workers', serviceTimeMs, workersPerReplica: concurrency } };
}

/** Balancing over all versions is balancing over their pods. Without any pod, over versions. */
function sharesOfVersions({ versions }: Service): readonly (readonly [version: string, share: number])[] {
  const pods = versions.reduce((sum, { replicas }) => sum + replicas, 0);
  if (pods === 0) return versions.map(({ name }) => [name, 1 / versions.length]);
  return versions.flatMap(({ name, replicas }) => (replicas === 0 ? [] : [[name, replicas / pods] as const]));
}

function nameOf(service: Service, version: string): string {
  return `${service.name}/${version}`;
}
