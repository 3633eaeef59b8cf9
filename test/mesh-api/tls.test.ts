import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { expect, test } from 'vitest';
import { makeCertificateAuthority } from '../support/certificates.js';
import { shopIr } from '../support/explained-shop.js';
import { identities } from '../support/identities.js';
import { startApi } from '../support/mesh-api/start-api.js';
import { temporaryFolder } from '../support/temporary-folder.js';

interface Client {
  readonly ca: string | Buffer;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly token?: string;
}

/** Gets a page; gives its status and the serial number of the server's certificate. */
function get(url: string, path: string, { token, ...tls }: Client): Promise<{ status: number; serial: string }> {
  return new Promise((resolve, reject) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const call = request(`${url}${path}`, { ...tls, headers, servername: 'localhost', agent: false }, (response) => {
      const { socket } = response;
      const serial =
        'getPeerCertificate' in socket
          ? (socket as { getPeerCertificate: () => { serialNumber: string } }).getPeerCertificate().serialNumber
          : '';
      response.resume().once('end', () => {
        resolve({ status: response.statusCode ?? 0, serial });
      });
    });
    call.once('error', reject).end();
  });
}

const svidOf = (account: string): string => `spiffe://${shopIr.trustDomain}/ns/${shopIr.namespace}/sa/${account}`;

test('serves over TLS, and knows a workload by the SVID that it shows', async () => {
  const folder = temporaryFolder();
  const servers = makeCertificateAuthority(folder, 'servers');
  const ca = readFileSync(servers.file);
  const authority = await identities.authorityOf({ trustDomain: shopIr.trustDomain });
  const clientCa = authority.trustBundle();
  const { api, secrets } = await startApi({ tls: { ...servers.issue('localhost'), clientCa } }, { ir: shopIr });
  expect(api.url).toMatch(/^https:/);
  const own = '/v1/services/cart/instances/a';
  const svid = await identities.svidOf(authority, svidOf('cart'));
  const cart = { ca, cert: svid.certificateChain, key: svid.privateKey };
  expect((await get(api.url, own, cart)).status).toBe(404);
  expect((await get(api.url, '/v1/services/web/instances/a', cart)).status).toBe(403);
  expect((await get(api.url, own, { ca })).status).toBe(401);
  expect((await get(api.url, own, { ca, token: secrets.reader })).status).toBe(404);
  // A certificate of somebody else proves nothing.
  const other = await identities.svidOf(
    await identities.authorityOf({ trustDomain: shopIr.trustDomain }),
    svidOf('cart'),
  );
  expect((await get(api.url, own, { ca, cert: other.certificateChain, key: other.privateKey })).status).toBe(401);
  await expect(get(api.url.replace('https', 'http'), own, { ca })).rejects.toThrow();
});

test('takes another certificate while it runs', async () => {
  const authority = makeCertificateAuthority(temporaryFolder(), 'servers');
  const ca = readFileSync(authority.file);
  const { api } = await startApi({ tls: authority.issue('localhost') });
  const before = await get(api.url, '/healthz', { ca });
  api.setTls(authority.issue('localhost'));
  const after = await get(api.url, '/healthz', { ca });
  expect([before.status, after.status]).toEqual([200, 200]);
  expect(after.serial).not.toBe(before.serial);
});
