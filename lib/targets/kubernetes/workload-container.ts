import type { ServiceProxy } from '../../ir/effective-mesh.js';
import type { Probes, Version } from '../../ir/version.js';
import { contentHash } from '../../util/content-hash.js';
import type { JsonObject } from './kubernetes-manifest.js';
import { probeManifest } from './probe-manifest.js';
import { resourceRequirements } from './resource-requirements.js';
import { restrictedSecurityContext } from './restricted-security-context.js';
import { wholeSeconds } from './whole-seconds.js';
import { workloadEnv } from './workload-env.js';

/** Makes the container of the user's image, and the volumes that it writes to. */
export function workloadContainer(
  proxy: ServiceProxy,
  version: Version,
): { readonly container: JsonObject; readonly volumes: readonly JsonObject[] } {
  const { image, command, args, writablePaths } = version;
  // Named by the path and not by its place in the list, so that a further path leaves the others as they are.
  const volumes = writablePaths.map((path) => ({ name: `writable-${contentHash(path, 8)}`, path }));
  const targetPorts = [...new Set(proxy.service.ports.map(({ targetPort }) => targetPort))];
  return {
    container: {
      name: 'app',
      image: image ?? '', // a version without one is an error that is reported elsewhere, so this is never written
      ...(command === undefined ? {} : { command }),
      ...(args === undefined ? {} : { args }),
      env: workloadEnv(proxy, version),
      ports: targetPorts.map((containerPort) => ({ containerPort, protocol: 'TCP' })),
      resources: resourceRequirements(version.resources),
      ...probes(version.probes),
      // `sleep` needs no shell in the image. Only after it does the workload get SIGTERM; until then it serves those
      // who have not learned yet that the pod leaves.
      lifecycle: { preStop: { sleep: { seconds: wholeSeconds(version.drainMs) } } },
      securityContext: restrictedSecurityContext(version.runAsUser),
      ...(volumes.length === 0 ? {} : { volumeMounts: volumes.map(({ name, path }) => ({ name, mountPath: path })) }),
    },
    volumes: volumes.map(({ name }) => ({ name, emptyDir: {} })),
  };
}

function probes({ startup, readiness, liveness }: Probes): JsonObject {
  return {
    ...(startup === undefined ? {} : { startupProbe: probeManifest(startup) }),
    ...(readiness === undefined ? {} : { readinessProbe: probeManifest(readiness) }),
    ...(liveness === undefined ? {} : { livenessProbe: probeManifest(liveness) }),
  };
}
