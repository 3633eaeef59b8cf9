import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createMeshClient, registerInstance, type MeshClient } from '../../lib/client/index.js';
import { createToken } from '../../lib/mesh-api/auth/create-token.js';
import { makeCertificateAuthority } from '../support/certificates.js';
import { freePort } from '../support/free-port.js';
import { startHttpInstance } from '../support/client/http-instance.js';
import { startApi, type TestApi } from '../support/mesh-api/start-api.js';
import { temporaryFolder } from '../support/temporary-folder.js';

function clientOf({ api, secrets }: TestApi): MeshClient {
  const client = createMeshClient({ source: { url: api.url, token: secrets.reader }, services: ['reviews'] });
  onTestFinished(client.close);
  return client;
}

const registering = ({ api, secrets }: TestApi, id: string, port = 1) => ({
  api: { url: api.url, token: secrets.operator },
  service: 'reviews',
  id,
  address: '127.0.0.1',
  ports: { http: port },
});

const ids = (client: MeshClient): readonly string[] =>
  client.instancesOf('reviews').map(({ id, status }) => `${id} ${status}`);

test('sees instances that register, drain and leave, and calls them', async () => {
  const test = await startApi();
  const client = clientOf(test);
  await client.ready();
  expect(ids(client)).toEqual([]);
  const { instance } = await startHttpInstance('answer');
  const registration = await registerInstance({
    ...registering(test, 'a', instance.ports['http']),
    version: 'v1',
    zone: 'x',
    weight: 7,
    metadata: { rack: '3' },
  });
  await expect.poll(() => ids(client)).toEqual(['a healthy']);
  expect(client.instancesOf('reviews', { version: 'v1' })[0]).toMatchObject({
    zone: 'x',
    weight: 7,
    metadata: { rack: '3' },
  });
  expect(client.instancesOf('reviews', { version: 'v2' })).toEqual([]);
  expect(await (await client.fetch('http://reviews/')).text()).toBe('answer');
  await registerInstance(registering(test, 'b')).then((other) => other.close(0));
  const seen: string[] = [];
  client.watch(() => seen.push(ids(client).join()));
  await registration.close(0);
  await expect.poll(() => ids(client)).toEqual([]);
  expect(seen).toContain('a draining');
});

test('keeps its instance registered by heartbeats, and registers it anew where it was forgotten', async () => {
  const test = await startApi();
  const registration = await registerInstance({ ...registering(test, 'a'), ttlMs: 1_000 });
  onTestFinished(() => registration.close(0));
  await test.registry.write({
    kind: 'delete-instance',
    key: { service: 'reviews', id: 'a' },
    precondition: { kind: 'any' },
  });
  const known = (): unknown => test.registry.content().instances.get('reviews')?.get('a');
  await expect.poll(known, { timeout: 10_000 }).toMatchObject({ ttlMs: 1_000 });
});

test('is told why it is not let in', async () => {
  const test = await startApi();
  const options = registering(test, 'a');
  const token = test.secrets.reader;
  await expect(registerInstance({ ...options, api: { ...options.api, token } })).rejects.toThrow(
    /refuses "reviews\/a"/,
  );
  const stranger = createMeshClient({ source: { url: test.api.url, token: 'wrong' } });
  onTestFinished(stranger.close);
  await expect.poll(() => stranger.staleReason()).toMatch(/token|401/);
});

test('goes on with what it knows while the mesh API is away, and follows it again after', async () => {
  const port = await freePort();
  const { secret, stored } = createToken({ name: 'operator', role: 'operator' }, randomBytes);
  const options = { address: { host: '127.0.0.1', port }, tokens: () => [stored] };
  const access = { url: `http://127.0.0.1:${String(port)}`, token: secret };
  const first = await startApi(options);
  await registerInstance({ ...registering(first, 'a'), api: access });
  const client = createMeshClient({ source: access });
  onTestFinished(client.close);
  await expect.poll(() => ids(client)).toEqual(['a healthy']);
  await first.api.close();
  await expect.poll(() => client.staleReason()).toBeDefined();
  expect(ids(client)).toEqual(['a healthy']);
  const again = await startApi(options, { registry: first.registry });
  await registerInstance({ ...registering(again, 'b'), api: access });
  await expect.poll(() => ids(client), { timeout: 20_000 }).toEqual(['a healthy', 'b healthy']);
  expect(client.staleReason()).toBeUndefined();
});

test('says that what it knows is old only while it is cut off', async () => {
  const test = await startApi();
  await registerInstance(registering(test, 'a'));
  const sockets = new Set<Socket>();
  const proxy = createServer((inner) => {
    const outer = connect(test.api.port, '127.0.0.1');
    for (const socket of [inner, outer]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        inner.destroy();
        outer.destroy();
      });
    }
    inner.pipe(outer).pipe(inner);
  });
  const port = await freePort();
  const listen = (): Promise<void> =>
    new Promise((resolve) => {
      proxy.listen(port, '127.0.0.1', resolve);
    });
  const cut = (): void => {
    proxy.close();
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(cut);
  await listen();
  const source = { url: `http://127.0.0.1:${String(port)}`, token: test.secrets.reader };
  const client = createMeshClient({ source });
  onTestFinished(client.close);
  await expect.poll(() => ids(client)).toEqual(['a healthy']);
  cut();
  await expect.poll(() => client.staleReason()).toBeDefined();
  expect(ids(client)).toEqual(['a healthy']);
  await listen();
  await expect.poll(() => client.staleReason(), { timeout: 20_000 }).toBeUndefined();
});

test('registers and discovers over TLS by the authority that it was given, and trusts no other', async () => {
  const folder = temporaryFolder();
  const servers = makeCertificateAuthority(folder, 'servers');
  const test = await startApi({ tls: servers.issue('server', 'IP:127.0.0.1') });
  const ca = readFileSync(servers.file, 'utf8');
  const client = createMeshClient({ source: { url: test.api.url, token: test.secrets.reader, ca } });
  onTestFinished(client.close);
  await client.ready();
  const { api, ...instance } = registering(test, 'a');
  const registration = await registerInstance({ ...instance, api: { ...api, ca } });
  await expect.poll(() => ids(client)).toEqual(['a healthy']);
  await registration.close(0);
  await expect.poll(() => ids(client)).toEqual([]);
  const stranger = makeCertificateAuthority(folder, 'stranger');
  const other = readFileSync(stranger.file, 'utf8');
  await expect(registerInstance({ ...instance, api: { ...api, ca: other } })).rejects.toThrow();
  await expect(registerInstance({ ...instance, api })).rejects.toThrow();
});
