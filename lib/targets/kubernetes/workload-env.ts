import { calleeEnv } from '../../ir/callee-env.js';
import type { ServiceProxy } from '../../ir/effective-mesh.js';
import { portEnv } from '../../ir/port-env.js';
import { portUrl } from '../../ir/port-url.js';
import type { EnvValue, Version } from '../../ir/version.js';
import { sortBy } from '../../util/sort-by.js';
import type { JsonObject } from './kubernetes-manifest.js';

/**
 * Makes the environment of a workload: its ports, the addresses of those it calls, then the user's own variables,
 * which win. Each group sorted by name; the user's come last, so that `$(RATINGS_URL)` in them is expanded.
 */
export function workloadEnv(proxy: ServiceProxy, version: Version): JsonObject[] {
  const provided = {
    ...portEnv(proxy.service.ports, ({ targetPort }) => targetPort),
    // Callers use the service's plain name: it resolves in the mesh's namespace, and the proxy takes the connection.
    ...calleeEnv(proxy, (callee, port) => {
      const [host] = callee.kind === 'service' ? [callee.service.name] : callee.service.hosts;
      return portUrl(port.protocol, host ?? callee.service.name, port.number);
    }),
  };
  const literals = Object.entries(provided).filter(([name]) => version.env[name] === undefined);
  return [
    ...sortBy(literals, ([name]) => name).map(([name, value]) => ({ name, value })),
    ...sortBy(Object.entries(version.env), ([name]) => name).map(([name, value]) => ({ name, ...envSource(value) })),
  ];
}

function envSource(value: EnvValue): JsonObject {
  switch (value.kind) {
    case 'literal':
      return { value: value.value };
    case 'secret':
      return { valueFrom: { secretKeyRef: { name: value.name, key: value.key } } };
    case 'config-map':
      return { valueFrom: { configMapKeyRef: { name: value.name, key: value.key } } };
    case 'field':
      return { valueFrom: { fieldRef: { fieldPath: value.path } } };
  }
}
