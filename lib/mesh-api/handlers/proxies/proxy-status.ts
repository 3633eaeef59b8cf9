import type { ProxyState } from '../../../control-plane/proxy-state.js';

/** How a node stands as a whole: `gone` without a stream, else the worst of its types. */
export type ProxyStatus = 'synced' | 'pending' | 'refused' | 'gone';

/** Says how a node stands as a whole. */
export function proxyStatus({ streams, types }: ProxyState): ProxyStatus {
  if (streams === 0) return 'gone';
  if (types.some(({ status }) => status === 'refused')) return 'refused';
  return types.some(({ status }) => status === 'pending') ? 'pending' : 'synced';
}
