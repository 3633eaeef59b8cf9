import type { MeshIr } from '../../ir/mesh-ir.js';
import { serviceHost } from '../../util/kubernetes-names.js';
import { controlPlaneNames } from './control-plane-names.js';
import { controlPlanePorts } from './control-plane-ports.js';
import type { JsonObject } from './kubernetes-manifest.js';
import type { ControlPlaneSettings } from './kubernetes-settings.js';
import { meshFile } from './mesh-file.js';
import { proofDirectory } from './proof-volume.js';
import { resourceRequirements } from './resource-requirements.js';
import { restrictedSecurityContext } from './restricted-security-context.js';

/** What the Deployment of a control plane is made from. */
export interface ControlPlaneDeploymentInput {
  readonly ir: MeshIr;
  /** Of the pods; they contain the selector. */
  readonly labels: Readonly<Record<string, string>>;
  readonly selector: Readonly<Record<string, string>>;
  readonly controlPlane: ControlPlaneSettings;
}

/** Numeric, for a user that an image names cannot be told from root. */
const user = 1000;
const meshDirectory = '/etc/meshwright/mesh';
const certificateDirectory = '/etc/meshwright/api';
const dataDirectory = '/var/lib/meshwright';
/** Others of the Service's endpoints have to learn that the pod leaves, and streams to end in good order. */
const leaveSeconds = 5;
const stopSeconds = 45;

/** Makes the Deployment of a control plane: replicas of `meshwright serve` that share what they know by the API server. */
export function controlPlaneDeployment(input: ControlPlaneDeploymentInput): JsonObject {
  const { labels, selector, controlPlane } = input;
  return {
    replicas: controlPlane.replicas,
    selector: { matchLabels: selector },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    minReadySeconds: 5,
    revisionHistoryLimit: 3,
    template: { metadata: { labels }, spec: podSpec(input) },
  };
}

function podSpec({ ir, selector, controlPlane }: ControlPlaneDeploymentInput): JsonObject {
  const { apiCertificateSecret, apiTokensSecret } = controlPlane;
  return {
    serviceAccountName: controlPlaneNames.server,
    automountServiceAccountToken: true,
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [container(ir, controlPlane)],
    volumes: [
      { name: 'mesh', configMap: { name: controlPlaneNames.mesh } },
      // What it holds is known elsewhere too: it only makes the next start of the container faster.
      { name: 'data', emptyDir: {} },
      ...(apiCertificateSecret === undefined
        ? []
        : [{ name: 'api-certificate', secret: { secretName: apiCertificateSecret } }]),
      ...(apiTokensSecret === undefined ? [] : [{ name: 'api-tokens', secret: { secretName: apiTokensSecret } }]),
    ],
    terminationGracePeriodSeconds: stopSeconds,
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: { labelSelector: { matchLabels: selector }, topologyKey: 'kubernetes.io/hostname' },
          },
          {
            weight: 50,
            podAffinityTerm: { labelSelector: { matchLabels: selector }, topologyKey: 'topology.kubernetes.io/zone' },
          },
        ],
      },
    },
  };
}

function container(ir: MeshIr, controlPlane: ControlPlaneSettings): JsonObject {
  const { image, passphraseSecret, resources, apiCertificateSecret, apiTokensSecret } = controlPlane;
  const isSecure = apiCertificateSecret !== undefined;
  const ask = (path: string): JsonObject => ({
    httpGet: { path, port: controlPlanePorts.api, ...(isSecure ? { scheme: 'HTTPS' } : {}) },
  });
  return {
    name: 'meshwright',
    image,
    command: ['meshwright'],
    args: serveArguments(ir, controlPlane),
    env: [
      {
        name: 'MESHWRIGHT_CA_PASSPHRASE',
        valueFrom: { secretKeyRef: { name: passphraseSecret, key: 'passphrase' } },
      },
    ],
    ports: [
      { name: 'xds', containerPort: controlPlanePorts.xds, protocol: 'TCP' },
      { name: 'api', containerPort: controlPlanePorts.api, protocol: 'TCP' },
    ],
    resources: resourceRequirements(resources),
    securityContext: { ...restrictedSecurityContext(user), runAsGroup: user },
    // It answers when it has heard of the API server, which may be away for a while.
    startupProbe: { ...ask('/healthz'), periodSeconds: 2, failureThreshold: 150 },
    livenessProbe: { ...ask('/healthz'), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
    readinessProbe: { ...ask('/readyz'), periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 2 },
    lifecycle: { preStop: { sleep: { seconds: leaveSeconds } } },
    volumeMounts: [
      { name: 'mesh', mountPath: meshDirectory, readOnly: true },
      { name: 'data', mountPath: dataDirectory },
      ...(isSecure ? [{ name: 'api-certificate', mountPath: certificateDirectory, readOnly: true }] : []),
      ...(apiTokensSecret === undefined ? [] : [tokensMount]),
    ],
  };
}

const tokensMount: JsonObject = {
  name: 'api-tokens',
  mountPath: `${dataDirectory}/tokens.json`,
  subPath: 'tokens.json',
  readOnly: true,
};

function serveArguments(ir: MeshIr, controlPlane: ControlPlaneSettings): readonly string[] {
  const { mutualTls, audience, apiCertificateSecret } = controlPlane;
  const options: Readonly<Record<string, string>> = {
    '--data': dataDirectory,
    '--address': '0.0.0.0',
    '--xds-port': String(controlPlanePorts.xds),
    '--advertise': serviceHost(controlPlaneNames.server, ir),
    '--api-address': '0.0.0.0',
    '--api-port': String(controlPlanePorts.api),
    '--registry': `kubernetes:${ir.namespace}`,
    '--traffic': 'captured',
    '--mtls': mutualTls,
    '--ca-kubernetes': `${ir.namespace}/${controlPlaneNames.authority}`,
    '--admit': `kubernetes:${audience}`,
    '--node-proof': `token:${proofDirectory}/token`,
    ...(apiCertificateSecret === undefined
      ? {}
      : {
          '--api-certificate': `${certificateDirectory}/tls.crt`,
          '--api-key': `${certificateDirectory}/tls.key`,
        }),
  };
  return [
    'serve',
    `${meshDirectory}/${meshFile}`,
    ...Object.entries(options).flat(),
    // Probes and operators come to the pod's own address.
    ...(apiCertificateSecret === undefined ? ['--insecure'] : []),
  ];
}
