import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServerCredentials } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import {
  createCertificateAuthority,
  type CertificateAuthority,
} from '../../../lib/identity/authority/certificate-authority.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { grpcClients, startGrpcClient } from '../../support/grpc/client-process.js';
import { startEchoInstance } from '../../support/grpc/echo-instances.js';
import { echoMesh } from '../../support/grpc/echo-mesh.js';
import { startServedGrpc } from '../../support/grpc/served-grpc.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const target = 'xds:///echo:9000';
const trustDomain = 'cluster.local';
const security = { certificateProvider: 'mesh', trustDomain, namespace: 'shop' };
const hourMs = 3_600_000;

async function newAuthority(): Promise<CertificateAuthority> {
  const created = await createCertificateAuthority({ trustDomain, clock: systemClock });
  if (!created.ok) throw new Error(created.problem);
  return created.authority;
}

async function issue(authority: CertificateAuthority, account: string) {
  const issued = await authority.issue(`spiffe://${trustDomain}/ns/shop/sa/${account}`, hourMs);
  if (!issued.ok) throw new Error(issued.problem);
  return issued.svid;
}

/** What an instance needs to be `account`, and to let in those only that the authority knows. */
async function serverCredentials(authority: CertificateAuthority, account: string): Promise<ServerCredentials> {
  const { certificateChain, privateKey } = await issue(authority, account);
  const pair = { cert_chain: Buffer.from(certificateChain), private_key: Buffer.from(privateKey) };
  return ServerCredentials.createSsl(Buffer.from(authority.trustBundle()), [pair], true);
}

async function clientFiles(authority: CertificateAuthority, roots = authority) {
  const folder = temporaryFolder();
  const { certificateChain, privateKey } = await issue(authority, 'client');
  const files = {
    certificate: join(folder, 'cert.pem'),
    privateKey: join(folder, 'key.pem'),
    roots: join(folder, 'roots.pem'),
  };
  writeFileSync(files.certificate, certificateChain);
  writeFileSync(files.privateKey, privateKey);
  writeFileSync(files.roots, roots.trustBundle());
  return { provider: 'mesh', files };
}

describe.each(grpcClients)('$name', { timeout: 120_000 }, (kind) => {
  test.skipIf(kind.isMissing)('proves who it is, and calls those only who prove to be the callee', async () => {
    const authority = await newAuthority();
    const right = await startEchoInstance('right', await serverCredentials(authority, 'echo'));
    const other = await startEchoInstance('other', await serverCredentials(authority, 'ratings'));
    const served = await startServedGrpc(
      { ir: echoMesh(), endpoints: [{ port: right.port, version: 'v1' }] },
      security,
    );
    const client = startGrpcClient(kind, served.bootstrap({ certificates: await clientFiles(authority) }));
    expect(await client.calls({ target, count: 10 })).toEqual({ answers: { right: 10 }, errors: {}, details: [] });
    served.change({ endpoints: [{ port: other.port, version: 'v1' }] });
    await expect
      .poll(async () => (await client.calls({ target, count: 1, inFlight: 1 })).errors, { timeout: 60_000 })
      .toEqual({ Unavailable: 1 });
    expect(other.calls()).toBe(0);
  });

  test.skipIf(kind.isMissing)('is let in nowhere with a certificate of a stranger', async () => {
    const authority = await newAuthority();
    const stranger = await newAuthority();
    const instance = await startEchoInstance('v1', await serverCredentials(authority, 'echo'));
    const endpoints = [{ port: instance.port, version: 'v1' }];
    const served = await startServedGrpc({ ir: echoMesh(), endpoints }, security);
    const certificates = await clientFiles(stranger, authority);
    const client = startGrpcClient(kind, served.bootstrap({ certificates }));
    const { answers, errors } = await client.calls({ target, count: 2 });
    expect([answers, errors]).toEqual([{}, { Unavailable: 2 }]);
    expect(instance.calls()).toBe(0);
  });
});
