import { proxyFiles } from '../../envoy-resources/proxy-files.js';
import type { EffectiveProxy } from '../../ir/effective-mesh.js';
import type { Emission } from './emission.js';
import { redirectFile } from './redirect-file.js';
import { redirectRules } from './redirect-rules.js';

/** Gathers the files in the ConfigMap of a proxy, by name: Envoy's own and, for a sidecar, the redirect rules. */
export function configFiles(proxy: EffectiveProxy, emission: Emission): Readonly<Record<string, string>> {
  const config = emission.configOf(proxy);
  const files = config === undefined ? {} : Object.fromEntries(proxyFiles(config, emission.texts));
  return proxy.kind === 'service' ? { ...files, [redirectFile]: redirectRules() } : files;
}
