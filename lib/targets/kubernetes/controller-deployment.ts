import type { MeshIr } from '../../ir/mesh-ir.js';
import { serviceHost } from '../../util/kubernetes-names.js';
import { controlPlaneNames } from './control-plane-names.js';
import { controlPlanePorts } from './control-plane-ports.js';
import { controllerPort } from './controller-port.js';
import type { JsonObject } from './kubernetes-manifest.js';
import type { ControllerSettings, ControlPlaneSettings } from './kubernetes-settings.js';
import { resourceRequirements } from './resource-requirements.js';
import { restrictedSecurityContext } from './restricted-security-context.js';
import { rolloutNames } from './rollout-names.js';

/** What the Deployment of the controller of rollouts is made from. */
export interface ControllerDeploymentInput {
  readonly ir: MeshIr;
  /** Of the pods; they contain the selector. */
  readonly labels: Readonly<Record<string, string>>;
  readonly selector: Readonly<Record<string, string>>;
  readonly controlPlane: ControlPlaneSettings;
  readonly rollouts: ControllerSettings;
}

/** Numeric, for a user that an image names cannot be told from root. */
const user = 1000;
const tokenDirectory = '/etc/meshwright/mesh-api';
const tokensDirectory = '/etc/meshwright/tokens';
const certificateDirectory = '/etc/meshwright/certificate';

/** Makes the Deployment of the controller of rollouts: replicas of `meshwright controller`, of which the one with the lease decides. */
export function controllerDeployment(input: ControllerDeploymentInput): JsonObject {
  const { labels, selector, rollouts } = input;
  return {
    replicas: rollouts.replicas,
    selector: { matchLabels: selector },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    revisionHistoryLimit: 3,
    template: { metadata: { labels }, spec: podSpec(input) },
  };
}

function podSpec(input: ControllerDeploymentInput): JsonObject {
  const { selector } = input;
  return {
    serviceAccountName: rolloutNames.controller,
    automountServiceAccountToken: true,
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [container(input)],
    volumes: mountsOf(input).map(({ volume }) => volume),
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: { labelSelector: { matchLabels: selector }, topologyKey: 'kubernetes.io/hostname' },
          },
        ],
      },
    },
  };
}

interface Mount {
  readonly volume: JsonObject;
  readonly mount: JsonObject;
}

function mountsOf({ controlPlane, rollouts }: ControllerDeploymentInput): readonly Mount[] {
  const { apiTokensSecret, apiCertificateSecret } = controlPlane;
  const secret = (name: string, secretName: string, mountPath: string, keys: readonly string[]): Mount => ({
    volume: { name, secret: { secretName, items: keys.map((key) => ({ key, path: key })) } },
    mount: { name, mountPath, readOnly: true },
  });
  return [
    secret('mesh-api-token', rollouts.tokenSecret, tokenDirectory, ['token']),
    ...(apiTokensSecret === undefined ? [] : [secret('tokens', apiTokensSecret, tokensDirectory, ['tokens.json'])]),
    // Of the mesh API: what signed it has to be known, its key has not.
    ...(apiCertificateSecret === undefined
      ? []
      : [secret('certificate', apiCertificateSecret, certificateDirectory, ['ca.crt'])]),
  ];
}

function container(input: ControllerDeploymentInput): JsonObject {
  const { ir, controlPlane, rollouts } = input;
  const { image, apiTokensSecret, apiCertificateSecret } = controlPlane;
  const scheme = apiCertificateSecret === undefined ? 'http' : 'https';
  const options: Readonly<Record<string, string>> = {
    '--kubernetes': ir.namespace,
    '--mesh-api': `${scheme}://${serviceHost(controlPlaneNames.server, ir)}:${String(controlPlanePorts.api)}`,
    '--mesh-api-token-file': `${tokenDirectory}/token`,
    ...(apiCertificateSecret === undefined ? {} : { '--mesh-api-ca': `${certificateDirectory}/ca.crt` }),
    '--prometheus': rollouts.prometheus,
    ...(rollouts.prometheusMatchers === undefined ? {} : { '--prometheus-matchers': rollouts.prometheusMatchers }),
    '--api-address': '0.0.0.0',
    '--api-port': String(controllerPort),
    ...(apiTokensSecret === undefined ? {} : { '--tokens': `${tokensDirectory}/tokens.json` }),
  };
  const ask: JsonObject = { httpGet: { path: '/healthz', port: controllerPort } };
  return {
    name: 'meshwright',
    image,
    command: ['meshwright'],
    args: ['controller', ...Object.entries(options).flat()],
    env: [{ name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
    ports: [{ name: 'api', containerPort: controllerPort, protocol: 'TCP' }],
    resources: resourceRequirements(rollouts.resources),
    securityContext: { ...restrictedSecurityContext(user), runAsGroup: user },
    startupProbe: { ...ask, periodSeconds: 2, failureThreshold: 60 },
    livenessProbe: { ...ask, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
    readinessProbe: { ...ask, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 2 },
    volumeMounts: mountsOf(input).map(({ mount }) => mount),
  };
}
