import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect, createServer, type TLSSocket } from 'node:tls';
import {
  createCertificateAuthority,
  type CertificateAuthority,
  type CertificateAuthorityOptions,
} from '../../lib/identity/authority/certificate-authority.js';
import type { AuthorityState } from '../../lib/identity/authority/authority-state.js';
import { readIssuer, type GivenIssuer } from '../../lib/identity/authority/read-issuer.js';
import type { Svid } from '../../lib/identity/svid.js';
import { systemClock } from '../../lib/util/system-clock.js';
import { runSync } from './run-sync.js';

/** Authorities and identities for tests; what fails throws. */
export const identities = {
  /** An authority of `cluster.local` on the machine's clock. */
  authorityOf: async (options: Partial<CertificateAuthorityOptions> = {}): Promise<CertificateAuthority> => {
    const made = await createCertificateAuthority({ trustDomain: 'cluster.local', clock: systemClock, ...options });
    if (!made.ok) throw new Error(made.problem);
    return made.authority;
  },

  svidOf: async (authority: CertificateAuthority, spiffeId: string, ttlMs = 3_600_000): Promise<Svid> => {
    const issued = await authority.issue(spiffeId, ttlMs);
    if (!issued.ok) throw new Error(issued.problem);
    return issued.svid;
  },

  /** An intermediate authority of two days by openssl, with its root, in an existing folder. */
  intermediate: (folder: string): GivenIssuer => {
    const openssl = (...args: readonly string[]): void => {
      runSync('openssl', args, { cwd: folder });
    };
    const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    const usage = 'keyUsage=critical,keyCertSign,cRLSign';
    openssl(
      'req',
      '-x509',
      ...newKey,
      '-subj',
      '/CN=root',
      '-addext',
      usage,
      '-keyout',
      'root.key',
      '-out',
      'root.pem',
    );
    openssl('req', ...newKey.slice(0, 5), '-subj', '/CN=between', '-keyout', 'between.key', '-out', 'between.csr');
    const extensions = ['basicConstraints=critical,CA:TRUE,pathlen:0', usage, 'subjectKeyIdentifier=hash'];
    writeFileSync(join(folder, 'between.ext'), extensions.join('\n'));
    const signer = ['-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', '-days', '2'];
    openssl('x509', '-req', ...signer, '-in', 'between.csr', '-extfile', 'between.ext', '-out', 'between.pem');
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
    return { certificateChain: `${read('between.pem')}${read('root.pem')}`, privateKey: read('between.key') };
  },

  givenState: async (given: GivenIssuer, trustDomain = 'cluster.local'): Promise<AuthorityState> => {
    const read = await readIssuer(given);
    if (!read.ok) throw new Error(read.problem);
    return { trustDomain, rootsAre: 'given', issuers: [read.issuer] };
  },

  /** Two programs that speak TLS 1.3 and ask each other for certificates; gives whom each saw. Rejects where one refuses. */
  handshake: async (ends: Handshake): Promise<{ readonly server: string; readonly client: string }> => {
    const common = { minVersion: 'TLSv1.3', rejectUnauthorized: true } as const;
    const { server, client } = ends;
    const listening = createServer({
      ...common,
      key: server.privateKey,
      cert: server.certificateChain,
      ca: ends.serverTrusts,
      requestCert: true,
    }).listen(0, '127.0.0.1');
    await once(listening, 'listening');
    try {
      const accepted = new Promise<string>((resolve, reject) => {
        listening.on('tlsClientError', reject);
        listening.on('secureConnection', (socket) => {
          resolve(seenBy(socket));
          socket.end('x');
        });
      });
      const socket = connect({
        ...common,
        port: (listening.address() as AddressInfo).port,
        key: client.privateKey,
        cert: client.certificateChain,
        ca: ends.clientTrusts,
        checkServerIdentity: () => undefined,
      });
      const [seen] = await Promise.all([accepted, once(socket, 'data')]);
      const saw = { server: seenBy(socket), client: seen };
      socket.destroy();
      return saw;
    } finally {
      listening.close();
    }
  },
};

/** The two ends of a connection, and the roots that each trusts. */
export interface Handshake {
  readonly server: Svid;
  readonly client: Svid;
  readonly serverTrusts: string;
  readonly clientTrusts: string;
}

function seenBy(socket: TLSSocket): string {
  return socket.getPeerX509Certificate()?.subjectAltName ?? '';
}
