import { Counter, Gauge, Histogram, Registry as MetricsRegistry, collectDefaultMetrics } from 'prom-client';
import type { LiveMesh } from '../../control-plane/live-mesh.js';
import { proxyStatus } from '../handlers/proxies/proxy-status.js';

/** A call that was answered. */
export interface MeasuredCall {
  /** Path of the API description, or `unmatched`: never what a caller wrote. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
}

/** Figures of one server, for Prometheus. */
export interface ApiMetrics {
  readonly record: (call: MeasuredCall) => void;
  /** Writes all figures in Prometheus' text format. */
  readonly render: () => Promise<string>;
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** Makes the figures of a server: of its calls, and of the live mesh as it is when they are asked for. */
export function createApiMetrics(live: LiveMesh, streams: () => number): ApiMetrics {
  const register = new MetricsRegistry();
  const registers = [register];
  collectDefaultMetrics({ register });
  const requests = new Counter({
    name: 'meshwright_api_requests_total',
    help: 'Calls of the mesh API that were answered.',
    labelNames: ['route', 'method', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'meshwright_api_request_duration_seconds',
    help: 'Time from the head of a call to its answer.',
    labelNames: ['route', 'method'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  addMeshGauges(live, registers);
  addRegistryGauges(live, registers);
  new Gauge({
    name: 'meshwright_api_watch_streams',
    help: 'Watches that are open.',
    registers,
    collect() {
      this.set(streams());
    },
  });
  return {
    record: ({ route, method, status, seconds }) => {
      const labels = { route, method: methods.has(method) ? method : 'other' };
      requests.inc({ ...labels, status });
      durations.observe(labels, seconds);
    },
    render: () => register.metrics(),
  };
}

function addMeshGauges(live: LiveMesh, registers: MetricsRegistry[]): void {
  new Gauge({
    name: 'meshwright_xds_proxies',
    help: 'Nodes by how they stand with what they are to hold.',
    labelNames: ['status'],
    registers,
    collect() {
      const statuses = live.proxies().map(proxyStatus);
      for (const status of ['synced', 'pending', 'refused', 'gone'] as const)
        this.set({ status }, statuses.filter((each) => each === status).length);
    },
  });
  new Gauge({
    name: 'meshwright_xds_refusals',
    help: 'Responses that connected nodes refused (NACK) and that still stand, by type.',
    labelNames: ['type'],
    registers,
    collect() {
      this.reset();
      for (const { types, streams } of live.proxies())
        for (const { typeUrl, refusal } of streams > 0 ? types : [])
          if (refusal !== undefined) this.inc({ type: typeUrl.slice(typeUrl.lastIndexOf('.') + 1) });
    },
  });
  new Gauge({
    name: 'meshwright_xds_groups',
    help: 'Groups of nodes that configuration is ready for.',
    registers,
    collect() {
      this.set(live.groups().length);
    },
  });
}

function addRegistryGauges({ registry }: LiveMesh, registers: MetricsRegistry[]): void {
  new Gauge({
    name: 'meshwright_registry_services',
    help: 'Services that the registry knows.',
    registers,
    collect() {
      this.set(registry.content().services.size);
    },
  });
  new Gauge({
    name: 'meshwright_registry_instances',
    help: 'Instances by status.',
    labelNames: ['status'],
    registers,
    collect() {
      const all = [...registry.content().instances.values()].flatMap((ofService) => [...ofService.values()]);
      for (const status of ['healthy', 'unhealthy', 'draining'] as const)
        this.set({ status }, all.filter((instance) => instance.status === status).length);
    },
  });
  new Gauge({
    name: 'meshwright_registry_backend_stale',
    help: '1 where a store of the registry cannot be reached, so that only what it told last is known.',
    labelNames: ['backend'],
    registers,
    collect() {
      this.reset();
      for (const { kind, staleReason } of registry.backends())
        this.set({ backend: kind }, staleReason === undefined ? 0 : 1);
    },
  });
}
