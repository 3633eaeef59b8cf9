import { createDiagnostic } from '../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { Service } from '../../ir/service.js';
import type { Version } from '../../ir/version.js';
import { proxyUser } from './proxy-user.js';

/**
 * Reports what keeps a version from running in Kubernetes: `version-without-image`, and `invalid-value` for a user
 * that its pod would refuse (root) or that would pass the proxy by (the proxy's own).
 */
export function checkVersions(service: Service): Diagnostic[] {
  return service.versions.flatMap((version) => [...checkImage(service, version), ...checkUser(service, version)]);
}

function checkImage(service: Service, { name, image, origin }: Version): Diagnostic[] {
  if (image !== undefined && image !== '') return [];
  return [
    createDiagnostic('version-without-image', {
      message: `version "${name}" of service "${service.name}" names no container image`,
      origin,
      hint: `give it one: versions: { ${JSON.stringify(name)}: { image: '…' } }`,
    }),
  ];
}

function checkUser(service: Service, { name, runAsUser, origin }: Version): Diagnostic[] {
  const reasons = new Map([
    [0, 'root, which its pod does not admit'],
    [proxyUser, "the proxy's own, whose connections are not redirected"],
  ]);
  const reason = runAsUser === undefined ? undefined : reasons.get(runAsUser);
  if (reason === undefined) return [];
  return [
    createDiagnostic('invalid-value', {
      message: `version "${name}" of service "${service.name}" runs as user ${String(runAsUser)}: ${reason}`,
      origin,
      hint: 'choose another number, for example 1000',
    }),
  ];
}
