import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createBookinfoRun } from '../../support/bookinfo-run.js';
import { makeCertificateAuthority, type CertificateAuthority } from '../../support/certificates.js';
import { runIntent } from '../../support/example-program.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { findTool } from '../../support/tools.js';
import { withExternalService } from '../../support/with-external-service.js';

const envoy = await findTool('envoy');
const bookinfo = createBookinfoRun(envoy);
const host = 'www.googleapis.com';

/** Starts what stands for Google: an HTTPS server that notes how it was asked. */
async function startGoogle(
  authority: CertificateAuthority,
): Promise<{ readonly port: number; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer(authority.issue(host), (message, response) => {
    const { socket } = message;
    const serverName = 'servername' in socket ? String(socket.servername) : 'no TLS';
    asked.push(`${serverName} ${message.headers.host ?? ''} ${message.url ?? ''}`);
    response.end('{}');
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, asked }; // it listens on TCP
}

test.skipIf(envoy.isMissing)(
  'egress-rule-google-apis: details asks in plain HTTP, its proxy over verified TLS',
  async () => {
    const folder = temporaryFolder();
    const authority = makeCertificateAuthority(folder, 'right');
    const google = await startGoogle(authority);
    const { ir } = await runIntent('egress-rule-google-apis');
    const at = (caFile: string) =>
      withExternalService(ir, 'googleapis', {
        endpoints: [{ address: '127.0.0.1', port: google.port }],
        tls: { serverName: host, caFile },
      });

    await bookinfo.run(at(authority.file));
    const details = JSON.parse((await bookinfo.ask('/api/v1/products/0')).text) as object;
    expect(details).toMatchObject({ service: 'details', version: 'v2', external: { status: 200 } });
    expect(google.asked).toEqual([`${host} ${host} /books/v1/volumes?q=isbn:0486424618`]);
    // Nobody else can reach it.
    expect(bookinfo.calleesOf('details/v2')).toEqual(['googleapis/http']);
    expect(bookinfo.calleesOf('productpage/v1')).toEqual(['details/http', 'reviews/http']);

    // A server whose certificate another authority signed gets no request.
    await bookinfo.run(at(makeCertificateAuthority(folder, 'wrong').file));
    const refused = JSON.parse((await bookinfo.ask('/api/v1/products/0')).text) as object;
    expect(refused).toMatchObject({ service: 'details', version: 'v2', external: { status: 503 } });
    expect(google.asked).toHaveLength(1);
  },
);
