import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { authoritySigner } from '../../lib/identity/authority/authority-signer.js';
import { makeCertificateAuthority } from '../support/certificates.js';
import { shopIr } from '../support/explained-shop.js';
import { identities } from '../support/identities.js';
import { startApi } from '../support/mesh-api/start-api.js';
import { runCli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const cart = `spiffe://${shopIr.trustDomain}/ns/${shopIr.namespace}/sa/cart`;
const names = ['ca.crt', 'tls.crt', 'tls.key'];

/** A mesh API with TLS that signs, and what runs commands against it with files of the workload's token and of its authority. */
async function startSigning({ ttlMs = 60_000 }: { readonly ttlMs?: number } = {}) {
  const directory = temporaryFolder();
  const servers = makeCertificateAuthority(directory, 'servers');
  const authority = await identities.authorityOf({ trustDomain: shopIr.trustDomain });
  const started = await startApi(
    { signer: authoritySigner({ authority, ttlMs }), tls: servers.issue('server', 'IP:127.0.0.1') },
    { ir: shopIr },
  );
  writeFileSync(join(directory, 'token'), `${started.secrets.workload}\n`);
  const env = { MESHWRIGHT_SERVER: started.api.url };
  const access = ['--token-file', 'token', '--ca-file', servers.file];
  const run = (args: readonly string[], options: Pick<Parameters<typeof runCli>[1], 'onText'> = {}) =>
    runCli([...args, ...access], { directory, env, ...options });
  return { ...started, authority, directory, env, run };
}

const leafOf = (folder: string): X509Certificate => new X509Certificate(readFileSync(join(folder, 'tls.crt')));

test('writes a key, its certificate and the roots where only their owner reads them, and replaces all three the next time', async () => {
  const { run, directory, authority } = await startSigning();
  const { code, stdout, stderr } = await run(['certificates', 'request', '--folder', 'identity']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(new RegExp(`^${cart} until \\d{4}-`));
  const folder = join(directory, 'identity');
  const read = (): readonly string[] => names.map((name) => readFileSync(join(folder, name), 'utf8'));
  const [roots, , key = ''] = read();
  expect(roots).toBe(authority.trustBundle());
  expect(leafOf(folder).checkPrivateKey(createPrivateKey(key))).toBe(true);
  expect(leafOf(folder).subjectAltName).toBe(`URI:${cart}`);
  for (const name of names) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
  expect(statSync(folder).mode & 0o077).toBe(0);
  await run(['certificates', 'request', 'cart', '--folder', 'identity']);
  expect(read()[2]).not.toBe(key);
  expect(leafOf(folder).checkPrivateKey(createPrivateKey(read()[2] ?? ''))).toBe(true);
  // Nothing of the first key is left.
  expect(readdirSync(folder).filter((name) => !names.includes(name))).toHaveLength(2);
});

test('renews until it is stopped, each time with a new key, and goes on where the server was away for a while', async () => {
  const { run, api, directory } = await startSigning({ ttlMs: 2_000 });
  const seen = new Set<string>();
  let pid = 0;
  const running = run(['certificates', 'request', '--folder', 'identity', '--watch'], {
    onText: { text: 'it is tried again', act: (found) => (pid = found) },
  });
  const look = (): number => {
    try {
      seen.add(readFileSync(join(directory, 'identity/tls.key'), 'utf8'));
    } catch {
      // Not there yet.
    }
    return seen.size;
  };
  await expect.poll(look, { timeout: 20_000 }).toBeGreaterThan(2);
  await api.close();
  await expect.poll(() => pid, { timeout: 20_000 }).not.toBe(0);
  process.kill(pid, 'SIGTERM');
  const { code, stderr } = await running;
  expect([code, stderr.split('\n')[0]]).toEqual([
    0,
    expect.stringMatching(/^no certificate: the mesh API cannot be reached/),
  ]);
});

test('says why there is no certificate, and leaves the folder as it is', async () => {
  const { run, directory, env } = await startSigning();
  const folder = join(directory, 'other');
  mkdirSync(folder);
  writeFileSync(join(folder, 'mine.txt'), 'mine');
  const request = ['certificates', 'request'];
  const foreign = await run([...request, '--folder', 'other']);
  expect([foreign.code, foreign.stderr]).toEqual([2, expect.stringContaining('holds "mine.txt"')]);
  expect(readdirSync(folder)).toEqual(['mine.txt']);
  const denied = await run([...request, 'web', '--folder', 'identity', '--watch']);
  expect([denied.code, denied.stderr]).toEqual([2, expect.stringContaining('limited to cart')]);
  expect(readdirSync(directory)).not.toContain('identity');
  const unknown = await runCli([...request, '--folder', 'identity'], { directory, env });
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('cannot be reached')]);
});

test('other commands reach a server with TLS by its authority alone', async () => {
  const { run, env, directory, secrets } = await startSigning();
  const instance = ['cart', 'a', '--address', '10.0.0.1', '--port', 'http=80'];
  expect((await run(['registry', 'register', ...instance])).code).toBe(0);
  const token = { MESHWRIGHT_TOKEN: secrets.workload };
  const list = ['registry', 'list', 'cart'];
  const stranger = await runCli(list, { directory, env: { ...env, ...token } });
  expect([stranger.code, stranger.stderr]).toEqual([2, expect.stringContaining('cannot be reached')]);
  const byVariable = { ...env, ...token, MESHWRIGHT_CA_FILE: 'servers.pem' };
  expect((await runCli(list, { directory, env: byVariable })).code).toBe(0);
  const plain = await runCli([...list, '--server', 'http://127.0.0.1:1'], { directory, env: byVariable });
  expect([plain.code, plain.stderr]).toEqual([2, expect.stringContaining('is for a server with TLS')]);
  const nothing = await runCli([...list, '--ca-file', 'token'], { directory, env: { ...env, ...token } });
  expect([nothing.code, nothing.stderr]).toEqual([2, 'error: "token" holds no certificate in PEM\n']);
});
