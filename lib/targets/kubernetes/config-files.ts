import { staticBootstrap } from '../../envoy-resources/static-bootstrap.js';
import type { EffectiveProxy } from '../../ir/effective-mesh.js';
import type { Emission } from './emission.js';
import { redirectFile } from './redirect-file.js';
import { redirectRules } from './redirect-rules.js';

/**
 * Gathers the files in the ConfigMap of a proxy, by name: Envoy's own and, for a sidecar, the redirect rules. A ConfigMap
 * is named by its content and never changes, so nothing in it is watched: all of Envoy's configuration is in one file.
 */
export function configFiles(proxy: EffectiveProxy, emission: Emission): Readonly<Record<string, string>> {
  const config = emission.configOf(proxy);
  const files = config === undefined ? {} : { 'bootstrap.json': emission.texts.fileText(staticBootstrap(config)) };
  return proxy.kind === 'service' ? { ...files, [redirectFile]: redirectRules() } : files;
}
