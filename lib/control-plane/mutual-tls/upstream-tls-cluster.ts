import { pack } from 'envoy-config-types';
import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import { alpnByProtocol } from './alpn.js';
import type { CalleeIdentity } from './mesh-identities.js';
import type { SecretSource } from './secret-source.js';
import { tlsContext } from './tls-context.js';

/** A cluster that shows the proxy's own certificate and talks to nobody but the callee. Envoy: `UpstreamTlsContext`. */
export function upstreamTlsCluster(cluster: Cluster, callee: CalleeIdentity, secrets: SecretSource): Cluster {
  return {
    ...cluster,
    transport_socket: {
      name: 'envoy.transport_sockets.tls',
      typed_config: pack('envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext', {
        sni: callee.serverName,
        // Callees resume no session, so there is none to keep.
        max_session_keys: 0,
        common_tls_context: tlsContext({
          secrets,
          peers: [{ exact: callee.spiffeId }],
          alpnProtocols: [alpnByProtocol[callee.protocol]],
        }),
      }),
    },
  };
}
