import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createToken } from '../../../lib/mesh-api/auth/create-token.js';
import { renderTokensFile } from '../../../lib/mesh-api/auth/render-tokens-file.js';
import { startServe, type RunningServe } from '../../support/control-plane/serve.js';
import { startServedEnvoy } from '../../support/control-plane/served-envoy.js';
import { shopProgram } from '../../support/control-plane/shop-program.js';
import { startEchoServer } from '../../support/echo-server.js';
import { eventually as eventuallyIn } from '../../support/eventually.js';
import { freePorts } from '../../support/free-port.js';
import { makeProject } from '../../support/make-project.js';
import { request } from '../../support/request.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const eventually = (isTrue: () => boolean | Promise<boolean>): Promise<void> => eventuallyIn(isTrue, 60_000);
const tokenFile = '/where/nodes/have/it';

/** A secret mesh of a gateway and a service, and tokens of both. */
async function startShop() {
  const [gateway = 0, xds = 0, api = 0, workload = 0] = await freePorts(4);
  await startEchoServer('one', workload);
  const ca = temporaryFolder();
  const data = temporaryFolder();
  const secretOf = (service: string): string => {
    const { secret, stored } = createToken({ name: service, role: 'workload', service }, randomBytes);
    tokens.push(stored);
    return secret;
  };
  const tokens: Parameters<typeof renderTokensFile>[0][number][] = [];
  const operator = createToken({ name: 'operator', role: 'operator' }, randomBytes);
  tokens.push(operator.stored);
  const secrets = { echo: secretOf('echo'), front: secretOf('front') };
  const directory = makeProject({
    'main.ts': shopProgram(gateway).replace('http: 8080', `http: ${String(workload)}`),
    '.meshwright/tokens.json': renderTokensFile(tokens),
    '.meshwright/operator-token': operator.secret,
  });
  const serve = await startServe({
    directory,
    ports: { xds, api },
    args: ['--no-type-check', '--proxy-address', '127.0.0.1', '--mtls', 'strict', '--ca-files', ca].concat([
      '--node-proof',
      `token:${tokenFile}`,
    ]),
  });
  return { serve, secrets, data, url: `http://127.0.0.1:${String(gateway)}/` };
}

async function bootstrapOf(serve: RunningServe, node: string, file = tokenFile): Promise<object> {
  const bootstrap = await serve.api(`GET /v1/bootstrap/${encodeURIComponent(node)}`);
  // Each node has a machine of its own, but here.
  const [path, folder] = [file, join(file, '..')];
  const text = JSON.stringify(bootstrap).replace(`(${tokenFile}:${join(tokenFile, '..')})`, `(${path}:${folder})`);
  return JSON.parse(text) as object;
}

/** The same for a node that shows nothing. */
function withoutToken(bootstrap: object): object {
  const text = JSON.stringify(bootstrap, (key, value: unknown) => (key === 'http_filters' ? undefined : value));
  return JSON.parse(text) as object;
}

interface Dump {
  readonly configs: readonly { readonly dynamic_listeners?: readonly object[] }[];
}

test.skipIf(envoy.isMissing)(
  'with --mtls a node is served by TLS what its token is for; with the token of another, or without one, it gets nothing and that is told',
  { timeout: 240_000 },
  async () => {
    const { serve, secrets, data, url } = await startShop();
    const put = (name: string, content: string): string => {
      writeFileSync(join(data, `${name}.new`), content);
      renameSync(join(data, `${name}.new`), join(data, name));
      return join(data, name);
    };
    const bootstrap = await bootstrapOf(serve, 'gateway~front~1', put('front', secrets.echo));
    expect(JSON.stringify(bootstrap)).not.toContain('PRIVATE KEY');
    for (const secret of Object.values(secrets)) expect(JSON.stringify(bootstrap)).not.toContain(secret);

    const sidecar = await startServedEnvoy(
      envoy.path,
      await bootstrapOf(serve, 'sidecar~echo/v1~1', put('echo', secrets.echo)),
    );
    const inbound = /^inbound\/http::127\.0\.0\.1:(\d+)$/m.exec(await sidecar.admin('/listeners'))?.[1];
    await serve.api('PUT /v1/services/echo/instances/one', {
      address: '127.0.0.1',
      ports: { http: Number(inbound) },
      version: 'v1',
    });

    const front = await startServedEnvoy(envoy.path, bootstrap, 'PRE_INITIALIZING');
    await startServedEnvoy(envoy.path, withoutToken(await bootstrapOf(serve, 'gateway~front~2')), 'PRE_INITIALIZING');
    await eventually(() => serve.process.output().includes('node "gateway~front~1" is not served'));
    expect(serve.process.output()).toContain('the token \\"echo\\" is for nodes of echo');
    const listeners = async (): Promise<readonly object[]> => {
      const { configs } = JSON.parse(await front.admin('/config_dump')) as Dump;
      return configs.flatMap(({ dynamic_listeners: found = [] }) => found);
    };
    await eventually(() => serve.process.output().includes('node "gateway~front~2" is not served'));
    expect(serve.process.output()).toMatch(/front~2" is not served: .*there is no bearer token/);
    expect(await listeners()).toEqual([]);
    const connected = async (): Promise<readonly string[]> => {
      const { items } = (await serve.api('GET /v1/proxies')) as { readonly items: readonly { nodeId: string }[] };
      return items.map(({ nodeId }) => nodeId);
    };
    expect(await connected()).toEqual(['sidecar~echo/v1~1']);

    // The file is followed: with its own token the same Envoy becomes the gateway.
    put('front', secrets.front);
    await eventually(async () =>
      request(url).then(
        ({ status }) => status === 200,
        () => false,
      ),
    );
    expect(await connected()).toEqual(['gateway~front~1', 'sidecar~echo/v1~1']);
  },
);
