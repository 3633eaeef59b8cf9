import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { UpstreamTlsContext } from 'envoy-config-types/envoy/extensions/transport_sockets/tls/v3';
import type { SimulatedCluster } from '../../proxy/simulated-cluster.js';
import type { Note } from '../note.js';
import { typeName } from '../type-name.js';

const sockets = 'envoy.extensions.transport_sockets.';

/** Reads what a cluster encrypts its connections with. */
export function readUpstreamTls({ transport_socket: socket }: Cluster, note: Note): SimulatedCluster['tls'] {
  if (socket === undefined) return undefined;
  const type = typeName(socket.typed_config);
  if (type === `${sockets}raw_buffer.v3.RawBuffer`) return undefined;
  if (type !== `${sockets}tls.v3.UpstreamTlsContext`) {
    note(`transport_socket: "${socket.name}"`);
    return undefined;
  }
  const { sni = '', auto_host_sni: autoSni, common_tls_context: common } = socket.typed_config as UpstreamTlsContext; // as its type says
  if (autoSni === true) note('transport_socket: auto_host_sni');
  return { serverName: sni === '' ? undefined : sni, applicationProtocols: common?.alpn_protocols ?? [] };
}
