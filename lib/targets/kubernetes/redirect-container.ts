import type { JsonObject } from './kubernetes-manifest.js';
import { configDirectory } from './kubernetes-options.js';
import type { KubernetesSettings } from './kubernetes-settings.js';
import { redirectFile } from './redirect-file.js';

/**
 * Makes the init container that redirects the pod's connections into its proxy, and then ends.
 *
 * It runs as root because Kubernetes gives the capabilities that it adds to root only: for another user they are in
 * the bounding set alone, and ambient capabilities (KEP-2763) do not exist yet. All of root's other powers are dropped.
 */
export function redirectContainer(settings: KubernetesSettings): JsonObject {
  return {
    name: 'redirect',
    image: settings.redirectImage,
    command: ['/usr/sbin/nft', '-f', `${configDirectory}/${redirectFile}`],
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] },
      runAsNonRoot: false,
      runAsUser: 0,
      runAsGroup: 0,
    },
    volumeMounts: [{ name: 'envoy-config', mountPath: configDirectory, readOnly: true }],
  };
}
