import { proxyPorts } from '../../envoy-resources/proxy-ports.js';
import type { Resources } from '../../ir/version.js';
import type { JsonObject } from './kubernetes-manifest.js';
import { configDirectory } from './kubernetes-options.js';
import { proofMount } from './proof-volume.js';
import { proxyUser } from './proxy-user.js';
import { resourceRequirements } from './resource-requirements.js';
import { restrictedSecurityContext } from './restricted-security-context.js';

/** What proxy containers differ in. */
export interface ProxyContainerInput {
  /** Service or gateway. */
  readonly owner: string;
  /** What a control plane knows its nodes by, without the pod: `sidecar~reviews/v1`. Absent: there is none. */
  readonly nodeGroup?: string | undefined;
  readonly image: string;
  readonly resources: Resources;
  /** Ports that it serves besides its own, by name. */
  readonly ports: readonly { readonly name: string; readonly number: number }[];
}

/** Makes the container that runs Envoy, for sidecars and gateways alike. */
export function proxyContainer({ owner, nodeGroup, image, resources, ports }: ProxyContainerInput): JsonObject {
  const ready = { httpGet: { path: '/healthz/ready', port: proxyPorts.ready } };
  return {
    name: 'envoy',
    image,
    // The path holds in the distroless and in the full image; the full image's own entry point needs root to `chown`.
    command: ['/usr/local/bin/envoy'],
    args: [
      '--config-path',
      `${configDirectory}/bootstrap.json`,
      '--service-node',
      nodeGroup === undefined ? '$(POD_NAME).$(POD_NAMESPACE)' : `${nodeGroup}~$(POD_NAME)`,
      '--service-cluster',
      owner,
      '--concurrency',
      String(workerThreads(resources)),
      // A new pod takes the place of the old one, so that no second process ever takes over its sockets.
      '--disable-hot-restart',
    ],
    env: [
      { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
    ],
    ports: [
      ...ports.map(({ name, number }) => ({ name, containerPort: number, protocol: 'TCP' })),
      { name: 'envoy-ready', containerPort: proxyPorts.ready, protocol: 'TCP' },
      { name: 'envoy-metrics', containerPort: proxyPorts.metrics, protocol: 'TCP' },
    ],
    resources: resourceRequirements(resources),
    securityContext: { ...restrictedSecurityContext(proxyUser), runAsGroup: proxyUser },
    // No liveness probe: restarting a busy proxy cuts the connections that it still serves.
    startupProbe: { ...ready, periodSeconds: 1, failureThreshold: 60 },
    readinessProbe: { ...ready, periodSeconds: 5, failureThreshold: 3 },
    volumeMounts: [
      { name: 'envoy-config', mountPath: configDirectory, readOnly: true },
      ...(nodeGroup === undefined ? [] : [proofMount]),
    ],
  };
}

// Left to itself Envoy starts one worker for each processor of the node, however little of it the pod may use.
function workerThreads({ cpuLimit }: Resources): number {
  const limit = /^(\d+(?:\.\d+)?)(m?)$/.exec(cpuLimit ?? '');
  if (limit === null) return 2;
  return Math.max(1, Math.ceil(Number(limit[1]) / (limit[2] === 'm' ? 1000 : 1)));
}
