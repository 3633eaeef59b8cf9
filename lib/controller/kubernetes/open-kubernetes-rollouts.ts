import { randomBytes } from 'node:crypto';
import type { KubeConfig } from '@kubernetes/client-node';
import { type KubeHttp, kubeHttp } from '../../registry/kubernetes/kube-http.js';
import { createKubernetesLease } from '../../registry/kubernetes/kubernetes-lease.js';
import type { LeaderLease } from '../../registry/leader/leader-lease.js';
import { controlPlaneNames } from '../../targets/kubernetes/control-plane-names.js';
import { rolloutNames } from '../../targets/kubernetes/rollout-names.js';
import type { Clock } from '../../util/clock.js';
import type { RolloutStore } from '../ports/rollout-store.js';
import type { TrafficPort } from '../ports/traffic-port.js';
import type { WorkloadPort } from '../ports/workload-port.js';
import { followRollouts } from './follow-rollouts.js';
import { kubernetesEvents, type KubernetesEvents } from './kubernetes-events.js';
import { type KubernetesPlans, kubernetesPlans } from './kubernetes-plans.js';
import { kubernetesRolloutStore } from './kubernetes-rollout-store.js';
import { kubernetesWorkloads } from './kubernetes-workloads.js';
import { replicaAddresses } from './plane/replica-addresses.js';
import { replicaTraffic } from './plane/replica-traffic.js';
import { gatewayApiRoute } from './traffic/gateway-api-route.js';
import { istioVirtualService } from './traffic/istio-virtual-service.js';
import { objectTraffic } from './traffic/object-traffic.js';

/** Where rollouts are carried out. */
export interface KubernetesRolloutsOptions {
  /** Says where the API server is and who we are. */
  readonly kubeConfig: KubeConfig;
  /** Of the mesh: its Rollout objects and Deployments stand there. */
  readonly namespace: string;
  readonly clock: Clock;
  /** Names this controller among its replicas, no other may have it, nor this one in another life: so not its pod alone. @default - 72 random bits */
  readonly instance?: string;
  /** A controller that is silent for so long is followed by another, ms; 300 to 3,600,000. @default 15000 */
  readonly leaseMs?: number;
  /** Longest wait for the API server, ms. @default 5000 */
  readonly timeoutMs?: number;
  /** Who divides requests. @default - somebody else's port does */
  readonly mesh?: MeshAsked;
  /** Hears why the API server cannot be followed, and of events that were lost. */
  readonly onProblem: (text: string) => void;
}

/** Who divides requests in a cluster. */
export type MeshAsked =
  /** Our control plane in the same namespace: every replica of it is told, as they come and go. */
  | {
      readonly kind: 'mesh-api';
      /** Of its Service, for example `http://meshwright.shop.svc.cluster.local:15050`. */
      readonly url: string;
      /** Lets in as an operator, and takes the certificate of the Service at any address. */
      readonly fetch: (request: Request) => Promise<Response>;
    }
  /** Another mesh, by objects in the same namespace. */
  | {
      readonly kind: 'gateway-api' | 'istio';
      /** The HTTPRoute or VirtualService of a service. @default - the one of its name */
      readonly objectOf?: (service: string) => string;
    };

/** What a controller in Kubernetes has of it. */
export interface KubernetesRollouts {
  readonly store: RolloutStore;
  /** Who leads, decides; the others wait. */
  readonly lease: LeaderLease;
  readonly workloads: WorkloadPort;
  /** Events on the Rollout objects: a port for notices, and an ear for decisions. */
  readonly events: KubernetesEvents;
  readonly plans: KubernetesPlans;
  /** Of the mesh that was named. */
  readonly traffic?: TrafficPort;
  /** Gives the leadership up and ends everything, the store too. */
  readonly close: () => Promise<void>;
}

/** Opens what rollouts are to a controller in Kubernetes; the API server is asked from now on. */
export function openKubernetesRollouts(options: KubernetesRolloutsOptions): KubernetesRollouts {
  const { kubeConfig, namespace, clock, leaseMs = 15_000, timeoutMs = 5000, onProblem } = options;
  const newId = (): string => randomBytes(9).toString('base64url');
  const instance = options.instance ?? newId();
  const http = kubeHttp({ kubeConfig, clock, timeoutMs });
  const reached = { http, clock, namespace, onProblem };
  const followed = followRollouts(reached);
  const lease = createKubernetesLease({
    ...{ kubeConfig, clock, namespace, name: rolloutNames.lease, ttlMs: leaseMs, holder: instance },
  });
  const shared = { ...reached, followed };
  const store = kubernetesRolloutStore({ ...shared, newId });
  const opened = options.mesh === undefined ? undefined : openTraffic(options.mesh, reached);
  return {
    store,
    lease,
    workloads: kubernetesWorkloads(shared),
    events: kubernetesEvents({ ...shared, instance }),
    plans: kubernetesPlans(shared),
    ...(opened === undefined ? {} : { traffic: opened.traffic }),
    close: async () => {
      opened?.close();
      await lease.close();
      await store.close();
      http.close();
    },
  };
}

interface Reached {
  readonly http: KubeHttp;
  readonly clock: Clock;
  readonly namespace: string;
  readonly onProblem: (text: string) => void;
}

const kinds = { 'gateway-api': gatewayApiRoute, istio: istioVirtualService } as const;

function openTraffic(mesh: MeshAsked, reached: Reached): { readonly traffic: TrafficPort; readonly close: () => void } {
  if (mesh.kind !== 'mesh-api') {
    const { kind, ...names } = mesh;
    return { traffic: objectTraffic({ ...reached, kind: kinds[kind], ...names }), close: () => undefined };
  }
  const replicas = replicaAddresses({ ...reached, service: controlPlaneNames.server });
  const { url, fetch } = mesh;
  return { traffic: replicaTraffic({ url, fetch, replicas, clock: reached.clock }), close: replicas.close };
}
