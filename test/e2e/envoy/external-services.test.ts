import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ExternalService } from '../../../lib/ir/external-service.js';
import { startEchoServer } from '../../support/echo-server.js';
import { freePort } from '../../support/free-port.js';
import { startLocalMesh } from '../../support/local-mesh.js';
import { meshIr } from '../../support/mesh-ir.js';
import { request } from '../../support/request.js';
import { temporaryFolderOfFile } from '../../support/temporary-folder-of-file.js';
import { findTool } from '../../support/tools.js';
import { runSync } from '../../support/run-sync.js';

const envoy = await findTool('envoy');
const folder = temporaryFolderOfFile();

function openssl(...args: readonly string[]): void {
  runSync('openssl', args, { cwd: folder });
}

function makeAuthority(name: string): string {
  openssl(
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
    '-subj',
    `/CN=${name}`,
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.pem`,
  );
  return join(folder, `${name}.pem`);
}

/** Starts an HTTPS server with a certificate for a name; it answers with the name that it was asked for (SNI). */
async function startTlsServer(name: string, authority: string): Promise<number> {
  openssl(
    'req',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-subj',
    `/CN=${name}`,
    '-keyout',
    'server.key',
    '-out',
    'server.csr',
  );
  writeFileSync(join(folder, 'san'), `subjectAltName=DNS:${name}\n`);
  openssl(
    'x509',
    '-req',
    '-in',
    'server.csr',
    '-CA',
    `${authority}.pem`,
    '-CAkey',
    `${authority}.key`,
    '-CAcreateserial',
    '-days',
    '2',
    '-extfile',
    'san',
    '-out',
    'server.pem',
  );
  const read = (file: string) => readFileSync(join(folder, file));
  const server = createServer({ key: read('server.key'), cert: read('server.pem') }, (message, response) => {
    const { socket } = message;
    const sni = 'servername' in socket ? socket.servername : undefined;
    response.end(JSON.stringify({ sni, host: message.headers.host }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const start = (external: Partial<ExternalService>) =>
  startLocalMesh({
    envoy: envoy.path,
    proxies: ['client/v1'],
    ir: meshIr.mesh({
      services: [
        meshIr.service('client', {
          calls: [meshIr.call('api', { callee: { kind: 'external-service', name: 'api' } })],
        }),
      ],
      externalServices: [meshIr.externalService('api', external)],
    }),
  });

test.skipIf(envoy.isMissing)('speaks TLS to an external service for the workload, under its own name', async () => {
  const caFile = makeAuthority('authority');
  const port = await startTlsServer('api.shop.test', 'authority');
  const mesh = await start({
    hosts: ['api.shop.test'],
    endpoints: [{ address: '127.0.0.1', port }],
    tls: { caFile },
  });
  const { status, text } = await request(`${mesh.url('client/v1', 'api/http')}/`);
  expect(status).toBe(200);
  expect(JSON.parse(text)).toEqual({ sni: 'api.shop.test', host: 'api.shop.test' });
});

test.skipIf(envoy.isMissing)('refuses a certificate of another name or another authority', async () => {
  const good = makeAuthority('good');
  const other = makeAuthority('other');
  const port = await startTlsServer('api.shop.test', 'good');
  const endpoints = [{ address: '127.0.0.1', port }];
  for (const tls of [{ caFile: good, serverName: 'pay.shop.test' }, { caFile: other }]) {
    const mesh = await start({ hosts: ['api.shop.test'], endpoints, tls });
    expect((await request(`${mesh.url('client/v1', 'api/http')}/`)).status).toBe(503);
    expect(await mesh.admin('client/v1', '/stats?filter=ssl.fail_verify_(error|san)')).toMatch(/: [1-9]/);
  }
});

test.skipIf(envoy.isMissing)('finds an external service by DNS and asks it by its own name', async () => {
  const port = await freePort();
  await startEchoServer('outside', port);
  const mesh = await start({ hosts: ['localhost'], ports: [{ ...meshIr.port('http', 80), targetPort: port }] });
  const { echo } = await request(`${mesh.url('client/v1', 'api/http')}/x`);
  expect([echo.instance, echo.authority, echo.path]).toEqual(['outside', 'localhost', '/x']);
});
