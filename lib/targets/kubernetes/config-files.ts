import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import { staticBootstrap } from '../../envoy-resources/static-bootstrap.js';
import type { ProxyConfig } from '../../envoy-resources/proxy-config.js';
import type { EffectiveProxy } from '../../ir/effective-mesh.js';
import type { Emission } from './emission.js';
import { proxyBootstrap } from './proxy-bootstrap.js';
import { redirectFile } from './redirect-file.js';
import { redirectRules } from './redirect-rules.js';

/**
 * Gathers the files in the ConfigMap of a proxy, by name: Envoy's own and, for a sidecar, the redirect rules. A ConfigMap
 * is named by its content and never changes, so nothing in it is watched: all of Envoy's configuration is in one file, or
 * with a control plane where to find that.
 */
export function configFiles(proxy: EffectiveProxy, emission: Emission): Readonly<Record<string, string>> {
  const config = emission.configOf(proxy);
  const files =
    config === undefined ? {} : { 'bootstrap.json': emission.texts.fileText(bootstrapOf(config, emission)) };
  return proxy.kind === 'service' ? { ...files, [redirectFile]: redirectRules() } : files;
}

function bootstrapOf(config: ProxyConfig, { mesh, settings }: Emission): Bootstrap {
  return settings.controlPlane === undefined ? staticBootstrap(config) : proxyBootstrap(config.bootstrap, mesh.ir);
}
