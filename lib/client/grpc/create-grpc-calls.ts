import { experimental } from '@grpc/grpc-js';
import type { Balancing } from '../balance/balancer.js';
import { deadlineInterceptor } from './deadline-interceptor.js';
import type { GrpcCalls, GrpcCallsOptions, GrpcRetries } from './grpc-calls.js';
import { channelKeys, type GrpcScope } from './grpc-endpoints.js';
import { MeshBalancingConfig, meshBalancerName, MeshLoadBalancer } from './mesh-load-balancer.js';
import { MeshResolver } from './mesh-resolver.js';

/** What calls are made from: the client, and what the program wants of it. */
export type GrpcCallsInput = GrpcCallsOptions &
  Pick<GrpcScope, 'directory' | 'zone'> & { readonly balancing: Balancing };

/** Teaches grpc-js the scheme `mesh` and our balancing, and makes the options of channels that use them. */
export function createGrpcCalls(input: GrpcCallsInput): GrpcCalls {
  const { directory, zone, port, version } = input;
  // To register once more changes nothing.
  experimental.registerResolver('mesh', MeshResolver);
  experimental.registerLoadBalancerType(meshBalancerName, MeshLoadBalancer, MeshBalancingConfig);
  const scope: GrpcScope = { directory, zone, port, version };
  return {
    target: (service) => `mesh:///${service}`,
    options: {
      [channelKeys.scope]: scope,
      'grpc.service_config': JSON.stringify(serviceConfig(input)),
      interceptors: [deadlineInterceptor],
    },
  };
}

/** gRPC: "Service Config". */
function serviceConfig({ balancing, hashOn, timeoutMs, retries = {} }: GrpcCallsInput): object {
  return {
    loadBalancingConfig: [{ [meshBalancerName]: { balancing, ...(hashOn === undefined ? {} : { hashOn }) } }],
    methodConfig: [
      {
        // An empty name means all methods.
        name: [{}],
        ...(timeoutMs === undefined ? {} : { timeout: seconds(timeoutMs) }),
        ...(retries === 'none' ? {} : { retryPolicy: retryPolicy(retries) }),
      },
    ],
    // Half of the tokens gone, and retries stop: a service that is down is not drowned.
    retryThrottling: { maxTokens: 100, tokenRatio: 0.2 },
  };
}

function retryPolicy({
  attempts = 2,
  statuses = ['UNAVAILABLE'],
  backOffBaseMs = 25,
  backOffMaxMs = 250,
}: GrpcRetries): object {
  return {
    maxAttempts: attempts + 1,
    initialBackoff: seconds(backOffBaseMs),
    maxBackoff: seconds(backOffMaxMs),
    backoffMultiplier: 2,
    retryableStatusCodes: statuses,
  };
}

function seconds(milliseconds: number): string {
  return `${String(milliseconds / 1000)}s`;
}
