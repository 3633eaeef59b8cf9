import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import type { Range } from './bound.js';
import { criticalPath, type Hop } from './critical-path.js';
import { buildLatencyModel, type LatencyModel, type LoadedEntry } from './latency-model.js';
import type { EntryPoint } from './load-network.js';
import { maxThroughput } from './max-throughput.js';
import { p99Floor } from './p99-floor.js';
import { readLoadNetwork } from './read-load-network.js';
import type { Station } from './station.js';
import { unpacedStations } from './unpaced-stations.js';

/** What the declared service times, payloads, replicas and rates of a mesh come to. Numbers may be Infinity. */
export interface LatencyReport {
  /** In the order of gateways, then as declared. */
  readonly entryPoints: readonly EntryPointReport[];
  /** Versions whose speed is known; by service, then version. */
  readonly stations: readonly StationReport[];
}

/** What is known of an entry point. */
export type EntryPointReport = EntryPointName & (EstimatedEntryPoint | CircularEntryPoint);

/** A rule of a gateway. */
export interface EntryPointName {
  readonly gateway: string;
  readonly route: string;
  /** As its objectives say; 0 where it has none. */
  readonly requestsPerSecond: number;
}

/** An entry point whose requests can be followed. */
export interface EstimatedEntryPoint {
  readonly kind: 'estimated';
  /** Mean time to the answer in ms, at the declared rates of all entry points. */
  readonly meanLatencyMs: Range;
  /** Time in ms that the 99th percentile is not below. */
  readonly p99LatencyAtLeastMs: number;
  /** Rate at which the first station saturates when nothing else loads the mesh. */
  readonly maxRequestsPerSecond: Range;
  /** The station that saturates first, at `maxRequestsPerSecond.least`; absent where nothing limits it. */
  readonly bottleneck?: string;
  /** The steps that add up to the least mean latency, callers first. */
  readonly criticalPath: readonly Hop[];
  /** Stations on the way that count as taking no time, because nobody said how much; sorted. */
  readonly withoutServiceTime: readonly string[];
}

/** An entry point whose requests come to services that call each other in a circle: their times cannot be added up. */
export interface CircularEntryPoint {
  readonly kind: 'circular';
  /** The services of the circle. */
  readonly circle: readonly string[];
}

/** How busy the pods of a version are. */
export interface StationReport {
  readonly service: string;
  readonly version: string;
  /** Requests that its pods work on at once. */
  readonly workers: number;
  readonly requestsPerSecond: Range;
  /** Share of the workers that is busy; from 1 on requests pile up. */
  readonly utilisation: Range;
}

/**
 * Estimates what the requests of each entry point take, how many it can take, and how busy each version is.
 */
export function latencyReport(mesh: EffectiveMesh): LatencyReport {
  const model = buildLatencyModel(readLoadNetwork(mesh));
  const entriesByPoint = new Map(model.entries.map((entry) => [entry.entry, entry]));
  return {
    entryPoints: model.network.entryPoints.map((point) => reportOf(model, point, entriesByPoint.get(point))),
    stations: model.network.stations.flatMap((station) => stationReport(model, station)),
  };
}

function reportOf(model: LatencyModel, point: EntryPoint, loaded: LoadedEntry | undefined): EntryPointReport {
  const { gateway, route, objectives, mixes, transferMs } = point;
  const name = { gateway, route, requestsPerSecond: objectives?.requestsPerSecond ?? 0 };
  if (loaded === undefined) return { ...name, kind: 'circular', circle: model.circular.reachedBy(mixes) ?? [] };
  const { least, most } = model.latencies;
  const surely = maxThroughput(loaded.visits.most.requests);
  const atBest = maxThroughput(loaded.visits.least.requests);
  return {
    ...name,
    kind: 'estimated',
    meanLatencyMs: { least: least.chosen(mixes, transferMs).ms, most: most.chosen(mixes, transferMs).ms },
    p99LatencyAtLeastMs: p99Floor(model, loaded),
    maxRequestsPerSecond: { least: surely.requestsPerSecond, most: atBest.requestsPerSecond },
    ...(surely.bottleneck === undefined ? {} : { bottleneck: surely.bottleneck.name }),
    criticalPath: criticalPath(model.network, point, least),
    withoutServiceTime: unpacedStations(loaded).map((station) => station.name),
  };
}

function stationReport({ latencies }: LatencyModel, station: Station): readonly StationReport[] {
  const { service, version, pace, replicas } = station;
  const least = latencies.least.loads.get(station);
  const most = latencies.most.loads.get(station);
  if (version === undefined || pace?.kind !== 'workers' || least === undefined || most === undefined) return [];
  return [
    {
      service,
      version,
      workers: replicas * pace.workersPerReplica,
      requestsPerSecond: { least: least.requestsPerSecond, most: most.requestsPerSecond },
      utilisation: { least: least.utilisation, most: most.utilisation },
    },
  ];
}
