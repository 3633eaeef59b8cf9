import { ServerCredentials } from '@grpc/grpc-js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeCertificateAuthority } from '../../support/certificates.js';
import { eventually } from '../../support/eventually.js';
import { temporaryFolderOfFile } from '../../support/temporary-folder-of-file.js';
import { findTool } from '../../support/tools.js';
import { startServedEnvoy, startServedResources } from '../../support/xds/served-envoy.js';

const envoy = await findTool('envoy');

test.skipIf(envoy.isMissing)(
  'an Envoy gets what its certificate entitles it to, and one with another certificate is refused',
  async () => {
    const folder = temporaryFolderOfFile();
    const authority = makeCertificateAuthority(folder, 'authority');
    const { key, cert } = authority.issue('xds.example');
    for (const name of ['reviews', 'ratings']) authority.issue(name, `URI:spiffe://mesh/ns/default/sa/${name}`);
    const { server, serve, events } = await startServedResources({
      credentials: ServerCredentials.createSsl(
        readFileSync(authority.file),
        [{ private_key: key, cert_chain: cert }],
        true,
      ),
      admit: ({ nodeId, peerUris }) =>
        peerUris.includes(`spiffe://mesh/ns/default/sa/${nodeId.split('~')[0] ?? ''}`)
          ? { kind: 'admitted', group: 'reviews' }
          : { kind: 'refused', reason: 'the certificate is of somebody else' },
    });
    const cluster = { name: 'only-for-reviews', connect_timeout: '1s', type: 'STATIC' } as const;
    serve('reviews', { clusters: [cluster], endpoints: [], listeners: [], routes: [] });
    const start = (nodeId: string, certificate: string) =>
      startServedEnvoy({
        envoy: envoy.path,
        nodeId,
        ads: {
          host: '127.0.0.1',
          port: server().port,
          variant: 'delta',
          tls: {
            trustedCa: { filename: authority.file },
            server: { kind: 'dns', name: 'xds.example' },
            own: {
              certificateFile: join(folder, `${certificate}.pem`),
              keyFile: join(folder, `${certificate}.key`),
            },
          },
        },
      });
    const right = await start('reviews~1', 'reviews');
    await eventually(async () => (await right.admin('/clusters')).includes('only-for-reviews::'));
    const wrong = await start('reviews~2', 'ratings');
    await eventually(() => events.some(({ kind }) => kind === 'refused'));
    expect(events.filter(({ nodeId }) => nodeId === 'reviews~2').map(({ kind }) => kind)).not.toContain('sent');
    expect(await wrong.admin('/clusters')).not.toContain('only-for-reviews::');
    expect(events.find(({ kind }) => kind === 'refused')).toEqual({
      kind: 'refused',
      nodeId: 'reviews~2',
      reason: 'the certificate is of somebody else',
    });
  },
);
