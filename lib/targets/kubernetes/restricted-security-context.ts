import type { JsonObject } from './kubernetes-manifest.js';

/**
 * What every container but the redirect runs under; with the pod's own context it meets Pod Security's `restricted`.
 *
 * @param user numeric user; absent: the image's, which the pod's `runAsNonRoot` keeps from being root
 */
export function restrictedSecurityContext(user?: number): JsonObject {
  return {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
    ...(user === undefined ? {} : { runAsUser: user }),
  };
}
