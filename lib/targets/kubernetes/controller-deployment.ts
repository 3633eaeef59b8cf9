import { serviceHost } from '../../util/kubernetes-names.js';
import type { ControlPlaneDeploymentInput } from './control-plane-deployment.js';
import { controlPlaneNames } from './control-plane-names.js';
import { controlPlanePorts } from './control-plane-ports.js';
import { controllerPort } from './controller-port.js';
import type { JsonObject } from './kubernetes-manifest.js';
import { resourceRequirements } from './resource-requirements.js';
import { restrictedSecurityContext } from './restricted-security-context.js';
import { rolloutNames } from './rollout-names.js';

/** Numeric, for a user that an image names cannot be told from root. */
const user = 1000;
const tokenDirectory = '/etc/meshwright/mesh-api';
const tokensDirectory = '/etc/meshwright/tokens';
const certificateDirectory = '/etc/meshwright/certificate';

/** Makes the Deployment of the controller of rollouts: replicas of `meshwright controller`, of which the one with the lease decides. */
export function controllerDeployment(input: ControlPlaneDeploymentInput): JsonObject {
  const { labels, selector, controlPlane } = input;
  return {
    replicas: controlPlane.rollouts.replicas,
    selector: { matchLabels: selector },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    revisionHistoryLimit: 3,
    template: { metadata: { labels }, spec: podSpec(input) },
  };
}

function podSpec(input: ControlPlaneDeploymentInput): JsonObject {
  const { selector, controlPlane } = input;
  return {
    serviceAccountName: rolloutNames.controller,
    automountServiceAccountToken: true,
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [container(input)],
    volumes: mountsOf(controlPlane).map(({ volume }) => volume),
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

function mountsOf({
  rollouts,
  apiTokensSecret,
  apiCertificateSecret,
}: ControlPlaneDeploymentInput['controlPlane']): readonly Mount[] {
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

function container({ ir, controlPlane }: ControlPlaneDeploymentInput): JsonObject {
  const { image, apiTokensSecret, apiCertificateSecret, rollouts } = controlPlane;
  const scheme = apiCertificateSecret === undefined ? 'http' : 'https';
  const options: Readonly<Record<string, string>> = {
    '--kubernetes': ir.namespace,
    '--mesh-api': `${scheme}://${serviceHost(controlPlaneNames.server, ir)}:${String(controlPlanePorts.api)}`,
    '--mesh-api-token-file': `${tokenDirectory}/token`,
    ...(apiCertificateSecret === undefined ? {} : { '--mesh-api-ca': `${certificateDirectory}/ca.crt` }),
    ...(rollouts.prometheus === undefined ? {} : { '--prometheus': rollouts.prometheus }),
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
    ports: [{ name: 'api', containerPort: controllerPort, protocol: 'TCP' }],
    resources: resourceRequirements(rollouts.resources),
    securityContext: { ...restrictedSecurityContext(user), runAsGroup: user },
    startupProbe: { ...ask, periodSeconds: 2, failureThreshold: 60 },
    livenessProbe: { ...ask, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
    readinessProbe: { ...ask, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 2 },
    volumeMounts: mountsOf(controlPlane).map(({ mount }) => mount),
  };
}
