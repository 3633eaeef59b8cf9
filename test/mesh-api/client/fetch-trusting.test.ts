import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createMeshApiClient } from '../../../lib/mesh-api/client/create-mesh-api-client.js';
import { fetchTrusting } from '../../../lib/mesh-api/client/fetch-trusting.js';
import { makeCertificateAuthority } from '../../support/certificates.js';
import { startApi } from '../../support/mesh-api/start-api.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const serverName = 'meshwright.shop.svc.cluster.local';

test('asks a server at its address by the name of its Service, and nobody else', async () => {
  const folder = temporaryFolder();
  const [authority, other] = ['ours', 'theirs'].map((name) => makeCertificateAuthority(folder, name));
  if (authority === undefined || other === undefined) throw new Error('there is no authority');
  const { api, secrets } = await startApi({ tls: authority.issue(serverName) });
  const clientOf = (name: string, file: string) => {
    const fetch = fetchTrusting(() => readFileSync(file, 'utf8'), name);
    return createMeshApiClient({ baseUrl: api.url, token: secrets.operator, fetch }).http;
  };
  const ours = clientOf(serverName, authority.file);
  const params = { path: { service: 'cart' } };
  const made = await ours.PUT('/v1/services/{service}', { params, body: { metadata: { team: 'books' } } });
  expect(made.data).toMatchObject({ metadata: { team: 'books' } });
  const found = await ours.GET('/v1/services/{service}', { params });
  expect(found.data).toMatchObject({ metadata: { team: 'books' } });
  expect((await ours.DELETE('/v1/services/{service}', { params })).response.status).toBe(204);
  expect((await ours.GET('/v1/services/{service}', { params })).response.status).toBe(404);
  await expect(clientOf('another.shop', authority.file).GET('/v1/services')).rejects.toThrow('another.shop');
  await expect(clientOf(serverName, other.file).GET('/v1/services')).rejects.toThrow('certificate');
});
