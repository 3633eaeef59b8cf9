import { expect, test } from 'vitest';
import { grpcBootstrap } from '../../../lib/control-plane/grpc/grpc-bootstrap.js';

const features = ['xds_v3', 'ignore_resource_deletion'];
const files = { certificate: '/c', privateKey: '/k', roots: '/r' };

test('names the server and the node, in the clear where nothing else is said', () => {
  expect(grpcBootstrap({ host: '10.0.0.1', port: 15010, nodeId: 'grpc~shop~1' })).toEqual({
    xds_servers: [{ server_uri: '10.0.0.1:15010', channel_creds: [{ type: 'insecure' }], server_features: features }],
    node: { id: 'grpc~shop~1', locality: {} },
  });
});

test('watches the files of its certificates, for its callees and for the server', () => {
  const config = { certificate_file: '/c', private_key_file: '/k', ca_certificate_file: '/r', refresh_interval: '10s' };
  expect(
    grpcBootstrap({
      host: '::1',
      port: 1,
      nodeId: 'grpc~shop~1',
      locality: { region: 'eu', zone: 'a' },
      certificates: { provider: 'mesh', files },
      channel: 'tls',
    }),
  ).toEqual({
    xds_servers: [{ server_uri: '[::1]:1', channel_creds: [{ type: 'tls', config }], server_features: features }],
    node: { id: 'grpc~shop~1', locality: { region: 'eu', zone: 'a' } },
    certificate_providers: { mesh: { plugin_name: 'file_watcher', config } },
  });
});
