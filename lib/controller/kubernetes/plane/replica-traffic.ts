import { createMeshApiClient } from '../../../mesh-api/client/create-mesh-api-client.js';
import type { Clock } from '../../../util/clock.js';
import { meshApiTraffic } from '../../mesh-api-traffic/mesh-api-traffic.js';
import type { TrafficPort } from '../../ports/traffic-port.js';
import type { ReplicaAddresses } from './replica-addresses.js';

/** How the replicas of a control plane are asked. */
export interface ReplicaTrafficOptions {
  readonly replicas: ReplicaAddresses;
  /** Of their Service; its scheme and port are those of each replica. */
  readonly url: string;
  /** Lets in as an operator. */
  readonly fetch: (request: Request) => Promise<Response>;
  readonly clock: Clock;
}

/** Divides requests through every replica that proxies may be connected to, as they come and go. Without any nothing is known. */
export function replicaTraffic({ replicas, url, fetch, clock }: ReplicaTrafficOptions): TrafficPort {
  const now = (): TrafficPort | undefined => {
    const addresses = replicas.now() ?? [];
    if (addresses.length === 0) return undefined;
    const servers = addresses.map((address) => {
      const baseUrl = new URL(url);
      baseUrl.hostname = address;
      return { name: baseUrl.host, client: createMeshApiClient({ baseUrl: baseUrl.href, fetch }) };
    });
    return meshApiTraffic({ servers, clock });
  };
  return {
    push: async (plan, share) =>
      (await now()?.push(plan, share)) ?? { kind: 'failed', reason: `no replica of ${url} is known` },
    standing: async (plan) => (await now()?.standing(plan)) ?? { kind: 'unknown' },
    watch: replicas.watch,
  };
}
