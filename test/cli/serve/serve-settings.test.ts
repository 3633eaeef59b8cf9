import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import type { ServeOptions } from '../../../lib/cli/serve/serve-options.js';
import { serveSettings } from '../../../lib/cli/serve/serve-settings.js';

/** Settings of a command line that says nothing but this. */
const read = (options: Partial<ServeOptions> = {}, env: NodeJS.ProcessEnv = {}) =>
  serveSettings(
    {
      quiet: false,
      typeCheck: true,
      data: '.meshwright',
      traffic: 'loopback',
      address: '127.0.0.1',
      apiAddress: '127.0.0.1',
      xdsPort: '18000',
      apiPort: '15050',
      proxyAddress: '0.0.0.0',
      proxyPorts: '20000-29999',
      registry: ['embedded'],
      certificateTtl: '3600',
      ...options,
    },
    { workingDirectory: '/work', env },
  );

test('without options there is an embedded registry on loopback, in a folder beside the program', () => {
  expect(read()).toEqual({
    dataFolder: '/work/.meshwright',
    traffic: 'loopback',
    address: '127.0.0.1',
    apiAddress: '127.0.0.1',
    advertisedHost: '127.0.0.1',
    xdsPort: 18_000,
    apiPort: 15_050,
    proxyAddress: '0.0.0.0',
    sidecarPorts: { from: 20_000, to: 29_999 },
    registries: [{ kind: 'embedded' }],
  });
});

test('a server on every address is known to proxies by the name of its machine, or as it says', () => {
  expect(read({ address: '0.0.0.0', insecure: true }).advertisedHost).toBe(hostname());
  expect(read({ address: '0.0.0.0', insecure: true, advertise: 'xds.shop' }).advertisedHost).toBe('xds.shop');
});

test('the keys of the certificate authority are sealed with a passphrase, or in plain files where that is said', () => {
  const env = { MESHWRIGHT_CA_PASSPHRASE: 'long and secret' };
  const sealed = { kind: 'sealed', passphrase: 'long and secret' };
  expect(read({ mtls: 'strict' }, env).mutualTls).toEqual({
    inbound: 'strict',
    identity: { kind: 'authority', place: sealed, ttlMs: 3_600_000 },
    proof: { kind: 'token', file: '/var/run/secrets/meshwright/token' },
  });
  const files = { kind: 'files', folder: '/work/ca' };
  expect(read({ mtls: 'permissive', caFiles: 'ca', certificateTtl: '20' }, env).mutualTls).toEqual({
    inbound: 'permissive',
    identity: { kind: 'authority', place: files, ttlMs: 20_000 },
    proof: { kind: 'token', file: '/var/run/secrets/meshwright/token' },
  });
});

test('a server with TLS may be on every address, and says what nodes prove themselves by', () => {
  const { address, mutualTls } = read({
    mtls: 'strict',
    caFiles: 'ca',
    address: '0.0.0.0',
    admit: 'kubernetes',
    nodeProof: 'certificate:/run/identity',
  });
  expect(address).toBe('0.0.0.0');
  expect(mutualTls).toMatchObject({
    audience: 'meshwright',
    proof: { kind: 'certificate', folder: '/run/identity' },
  });
  expect(read({ mtls: 'strict', caFiles: 'ca', admit: 'kubernetes:mesh' }).mutualTls?.audience).toBe('mesh');
});

test('servers that share a Redis keep one authority there, unless its keys have another place', () => {
  const env = { MESHWRIGHT_CA_PASSPHRASE: 'long and secret' };
  const shared = { mtls: 'strict', registry: ['embedded', 'redis://redis:6379'] } as const;
  expect(read(shared, env).mutualTls?.identity).toMatchObject({
    place: { kind: 'redis', server: { kind: 'url', url: 'redis://redis:6379' }, passphrase: 'long and secret' },
  });
  expect(read({ ...shared, caFiles: 'ca' }).mutualTls?.identity).toMatchObject({ place: { kind: 'files' } });
});

test('identities come from who issues them, and then nobody asks for a place of keys', () => {
  const identityOf = (identity: string) => read({ mtls: 'strict', identity }).mutualTls?.identity;
  expect(identityOf('files:identities')).toEqual({ kind: 'files', folder: '/work/identities' });
  expect(identityOf('spire:/run/agent.sock')).toEqual({ kind: 'spire', socketPath: '/run/agent.sock' });
});

test('proxies with an agent prove by its SVID who they are, unless another proof is said', () => {
  const spire = { mtls: 'strict', identity: 'spire:/run/agent.sock' } as const;
  expect(read(spire).mutualTls?.proof).toEqual({ kind: 'svid' });
  const proof = { kind: 'token', file: '/run/token' };
  expect(read({ ...spire, nodeProof: 'token:/run/token' }).mutualTls?.proof).toEqual(proof);
});

test('a mesh API with a certificate may be on every address; its files and the audit log are those of the folder', () => {
  const { apiTls, auditFile } = read({
    apiAddress: '0.0.0.0',
    apiCertificate: 'api.crt',
    apiKey: '/run/api.key',
    auditLog: 'audit.log',
  });
  expect(apiTls).toEqual({ certificate: '/work/api.crt', key: '/run/api.key' });
  expect(auditFile).toBe('/work/audit.log');
});

test.each<[Partial<ServeOptions>, string]>([
  [{ xdsPort: 'many' }, '--xds-port takes a whole number from 0 to 65535, not "many"'],
  [{ apiPort: '-1' }, '--api-port takes a whole number from 0 to 65535, not "-1"'],
  [{ dnsPort: '65536' }, '--dns-port takes a whole number from 0 to 65535, not "65536"'],
  [
    { mtls: 'strict', caFiles: 'ca', certificateTtl: '1' },
    '--certificate-ttl takes a whole number from 2 to 86400, not "1"',
  ],
  [
    { mtls: 'strict', caFiles: 'ca', certificateTtl: '1d' },
    '--certificate-ttl takes a whole number from 2 to 86400, not "1d"',
  ],
  [{ address: 'localhost' }, '--address takes an IP address, not "localhost"'],
  [{ proxyAddress: '' }, '--proxy-address takes an IP address, not ""'],
  [
    { proxyPorts: '2000-2050' },
    '--proxy-ports takes <from>-<to> with at least 100 ports from 1024 to 65535, not "2000-2050"',
  ],
  [
    { proxyPorts: '80-9000' },
    '--proxy-ports takes <from>-<to> with at least 100 ports from 1024 to 65535, not "80-9000"',
  ],
  [
    { address: '0.0.0.0' },
    'the xDS server would speak in the clear on --address 0.0.0.0: say --mtls for TLS, or --insecure',
  ],
  [
    { mtls: 'strict', caFiles: 'ca', apiAddress: '::' },
    'the mesh API would speak in the clear on --api-address ::: say --api-certificate and --api-key for TLS, or --insecure',
  ],
  [{ apiCertificate: 'api.crt' }, '--api-certificate and --api-key come together'],
  [{ apiKey: 'api.key' }, '--api-certificate and --api-key come together'],
  [{ identity: 'files:identities' }, '--identity is for a server with --mtls'],
  [{ mtls: 'strict', identity: 'vault' }, '--identity takes authority, files:<folder>, or spire:'],
  [{ mtls: 'strict', identity: 'spire:agent.sock' }, '--identity takes authority, files:<folder>, or spire:'],
  [
    { mtls: 'strict', identity: 'files:identities', caFiles: 'ca' },
    "are for the server's own certificate authority, and --identity says files:identities",
  ],
  [{ apiAddress: 'localhost' }, '--api-address takes an IP address, not "localhost"'],
  [{ admit: 'kubernetes' }, '--admit is for a server with --mtls'],
  [{ admit: 'vault', mtls: 'strict', caFiles: 'ca' }, '--admit takes kubernetes[:<audience>], not "vault"'],
  [{ grpcXdsPort: '0' }, '--grpc-xds-port is for a server with --mtls'],
  [{ grpcCertificates: '/run/identity' }, '--grpc-certificates takes an absolute path, and --grpc-xds-port beside it'],
  [
    { grpcXdsPort: '0', grpcCertificates: 'identity' },
    '--grpc-certificates takes an absolute path, and --grpc-xds-port beside it',
  ],
  [{ nodeProof: 'token:relative' }, '--node-proof takes token:</file>, certificate:</folder>'],
  [{ nodeProof: 'token:/with:colon' }, '--node-proof takes token:</file>, certificate:</folder>'],
  [{ mtls: 'strict', caFiles: 'ca', nodeProof: 'svid' }, '--node-proof svid is for a server with --identity spire'],
  [{ mtls: 'strict' }, 'set MESHWRIGHT_CA_PASSPHRASE to have them sealed, or --ca-files'],
])('refuses %j', (options, message) => {
  expect(() => read(options)).toThrow(message);
});
