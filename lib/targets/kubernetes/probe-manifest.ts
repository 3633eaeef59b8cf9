import type { Probe } from '../../ir/version.js';
import type { JsonObject } from './kubernetes-manifest.js';
import { wholeSeconds } from './whole-seconds.js';

/**
 * Writes a health probe. It goes to the workload's own port: the pod's rules hand the kubelet's connection to the
 * proxy like any other, so an HTTP or gRPC probe proves the proxy and the workload behind it. A TCP probe proves
 * only the proxy, which accepts connections before it knows whether the workload does.
 */
export function probeManifest(probe: Probe): JsonObject {
  return {
    ...probeAction(probe),
    periodSeconds: wholeSeconds(probe.periodMs),
    timeoutSeconds: wholeSeconds(probe.timeoutMs),
    failureThreshold: probe.failureThreshold,
  };
}

function probeAction({ kind, path, port }: Probe): JsonObject {
  switch (kind) {
    case 'http':
      return { httpGet: { path: path ?? '/', port } };
    case 'grpc':
      return { grpc: { port, ...(path === undefined || path === '' ? {} : { service: path }) } };
    case 'tcp':
      return { tcpSocket: { port } };
  }
}
