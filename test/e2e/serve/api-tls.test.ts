import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeCertificateAuthority } from '../../support/certificates.js';
import { startServe } from '../../support/control-plane/serve.js';
import { freePorts } from '../../support/free-port.js';
import { runCli } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

/** Serial number of the certificate that a server on loopback shows, if `ca` proves it. */
function serialOf(port: number, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, ca }, () => {
      resolve(socket.getPeerCertificate().serialNumber);
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

test(
  'the mesh API speaks TLS by files that are renewed while it runs, and writes who wrote what to a file of its own',
  { timeout: 120_000 },
  async () => {
    const directory = temporaryFolder();
    const [xds = 0, api = 0] = await freePorts(2);
    const authority = makeCertificateAuthority(directory, 'authority');
    const ca = readFileSync(authority.file, 'utf8');
    const path = (name: string): string => join(directory, name);
    const issue = (): ReturnType<typeof authority.issue> => authority.issue('api', 'IP:127.0.0.1');
    const replace = (name: string, content: Buffer | string): void => {
      writeFileSync(path(`${name}.new`), content);
      renameSync(path(`${name}.new`), path(name));
    };
    const first = issue();
    replace('tls.crt', first.cert);
    replace('tls.key', first.key);
    const { process } = await startServe({
      directory,
      ports: { xds, api },
      args: ['--api-address', '0.0.0.0', '--api-certificate', 'tls.crt', '--api-key', 'tls.key'].concat([
        '--audit-log',
        'audit.log',
      ]),
    });
    const access = ['--server', `https://127.0.0.1:${String(api)}`, '--ca-file', authority.file].concat([
      '--token-file',
      '.meshwright/operator-token',
    ]);
    const registry = (...args: readonly string[]) => runCli(['registry', ...args, ...access], { directory });
    const register = (id: string) => registry('register', 'cart', id, '--address', '10.0.0.1', '--port', 'http=80');
    expect(await register('a')).toMatchObject({ code: 0, stderr: '' });
    const before = await serialOf(api, ca);

    // A certificate whose key has not come yet changes nothing.
    const next = issue();
    replace('tls.crt', next.cert);
    await expect.poll(process.output, { timeout: 20_000 }).toContain('goes on with the certificate that it has');
    expect(await serialOf(api, ca)).toBe(before);
    replace('tls.key', next.key);
    await expect.poll(() => serialOf(api, ca), { timeout: 20_000 }).not.toBe(before);

    renameSync(path('audit.log'), path('audit.log.1'));
    expect(await register('b')).toMatchObject({ code: 0, stderr: '' });
    const linesOf = (name: string): unknown[] =>
      readFileSync(path(name), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
    const written = (instance: string): object => ({ log: 'audit', caller: 'operator', service: 'cart', instance });
    expect(linesOf('audit.log.1')).toMatchObject([written('a')]);
    expect(linesOf('audit.log')).toMatchObject([written('b')]);
    expect(process.output()).toContain('"log":"access"');
    expect(process.output()).not.toContain('"log":"audit"');
  },
);

test('files that make no certificate end the command with what is wrong', async () => {
  const directory = temporaryFolder();
  const authority = makeCertificateAuthority(directory, 'authority');
  writeFileSync(join(directory, 'tls.crt'), authority.issue('api').cert);
  writeFileSync(join(directory, 'tls.key'), authority.issue('api').key);
  const serve = ['serve', '--xds-port', '0', '--api-port', '0', '--api-certificate', 'tls.crt', '--api-key'];
  const other = await runCli([...serve, 'tls.key'], { directory });
  expect([other.code, other.stderr]).toEqual([2, expect.stringMatching(/tls\.key is not the key of .*tls\.crt/)]);
  const none = await runCli([...serve, 'none.key'], { directory });
  expect([none.code, none.stderr]).toEqual([2, expect.stringMatching(/no certificate: ENOENT/)]);
  const nothing = await runCli([...serve, 'authority.srl'], { directory });
  expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringMatching(/is no PEM/)]);
});
