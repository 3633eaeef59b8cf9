import type { RegistryWriteResult } from '../model/registry-write-result.js';
import { messageOf } from './follow-objects.js';
import type { KubeHttp } from './kube-http.js';
import { kubeNames, type KubeObject } from './kube-objects.js';

/**
 * Notes a leader's fencing token beside the records, and refuses one that is older than the noted one. Returns what the write comes to
 * where it must not go on.
 */
export async function checkFence(
  http: KubeHttp,
  leases: string,
  token: bigint,
): Promise<RegistryWriteResult | undefined> {
  const name = 'meshwright-registry-fence';
  const annotations = { [kubeNames.fencingToken]: token.toString() };
  for (;;) {
    const found = await http.ask({ method: 'GET', path: `${leases}/${name}` });
    if (found.kind !== 'answer') return { kind: 'unavailable', detail: found.reason };
    let noted;
    if (found.status === 200) {
      // 200 brings the object.
      const { metadata } = found.body as KubeObject;
      const known = BigInt(metadata.annotations?.[kubeNames.fencingToken] ?? '0');
      if (known > token)
        return {
          kind: 'refused',
          reason: 'fenced',
          detail: `a later leader, with the token ${String(known)}, has written`,
        };
      if (known === token) return undefined;
      const body = { metadata: { resourceVersion: metadata.resourceVersion, annotations } };
      noted = await http.ask({ method: 'PATCH', path: `${leases}/${name}`, body });
    } else {
      const body = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, annotations } };
      noted = await http.ask({ method: 'POST', path: leases, body });
    }
    if (noted.kind !== 'answer') return { kind: 'unavailable', detail: noted.reason };
    if (noted.status < 300) return undefined;
    // 409: another noted one meanwhile.
    if (noted.status !== 409)
      return {
        kind: 'unavailable',
        detail: `the API server answered ${String(noted.status)}: ${messageOf(noted.body)}`,
      };
  }
}
