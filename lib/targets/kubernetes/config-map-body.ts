import { contentHash } from '../../util/content-hash.js';
import { stableJson } from '../../util/stable-json.js';
import type { ManifestBody } from './manifest-body.js';

/** A ConfigMap whose name is known. */
export interface ConfigMapBody extends ManifestBody {
  readonly name: string;
  readonly data: Readonly<Record<string, string>>;
}

/**
 * Makes the ConfigMap with a proxy's files. Its name holds a hash of them: changed files make a new ConfigMap, a
 * changed Deployment and so a rolling update, while the pods of the old revision keep the files they started with.
 *
 * @param files text by file name
 */
export function configMapBody(
  owner: string,
  files: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>,
): ConfigMapBody {
  return {
    name: `${owner}-envoy-${contentHash(stableJson(files), 10)}`,
    labels,
    data: files,
    // Never changed under its name, so the kubelets need not watch it.
    immutable: true,
  };
}
