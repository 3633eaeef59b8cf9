import { readFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { resourceTypeUrls } from '../../../lib/envoy-resources/resource-type-urls.js';
import { makeCertificateAuthority } from '../../support/certificates.js';
import { eventually } from '../../support/eventually.js';
import { freePorts } from '../../support/free-port.js';
import { request } from '../../support/request.js';
import { startLoad } from '../../support/start-load.js';
import { temporaryFolderOfFile } from '../../support/temporary-folder-of-file.js';
import { findTool } from '../../support/tools.js';
import { startServedEnvoy, startServedResources } from '../../support/xds/served-envoy.js';
import { tlsHop, type TlsHop } from '../../support/xds/tls-hop.js';

const envoy = await findTool('envoy');
const variants = ['delta', 'sotw'] as const;
const folder = temporaryFolderOfFile();
const oldRoot = makeCertificateAuthority(folder, 'old-root');
const newRoot = makeCertificateAuthority(folder, 'new-root');
const pem = ({ file }: typeof oldRoot) => readFileSync(file, 'utf8');
/** As Envoy writes it. */
const serial = (certificate: Buffer | string) => new X509Certificate(certificate).serialNumber.toLowerCase();

async function start(variant: (typeof variants)[number]) {
  const [plain = 0, tls = 0] = await freePorts(2);
  const first: TlsHop = {
    ports: { plain, tls },
    serverPair: oldRoot.issue('server'),
    clientPair: oldRoot.issue('client'),
    roots: pem(oldRoot),
  };
  const { server, serve, events, restart } = await startServedResources();
  serve('node', tlsHop(first));
  const ads = { host: '127.0.0.1', port: server().port, variant };
  const proxy = await startServedEnvoy({ envoy: envoy.path, nodeId: 'node', ads });
  const url = `http://127.0.0.1:${String(plain)}/`;
  await eventually(() =>
    request(url).then(
      ({ status }) => status === 200,
      () => false,
    ),
  );
  return {
    first,
    url,
    proxy,
    events,
    restart,
    serve: (hop: TlsHop): void => {
      serve('node', tlsHop(hop));
    },
  };
}

test.skipIf(envoy.isMissing).each(variants)(
  '%s: certificates, and the roots that they are trusted by, change under load and fail no request',
  async (variant) => {
    const { first, url, proxy, events, serve } = await start(variant);
    const load = startLoad(url);
    const shows = (text: string) => async () => (await proxy.admin('/certs')).includes(text);
    let hop = first;
    const change = (part: Partial<TlsHop>): void => {
      hop = { ...hop, ...part };
      serve(hop);
    };
    events.length = 0;
    for (let turn = 0; turn < 5; turn++) {
      change({ serverPair: oldRoot.issue('server'), clientPair: oldRoot.issue('client') });
      await eventually(shows(serial(hop.serverPair.cert)));
      await eventually(shows(serial(hop.clientPair.cert)));
    }
    change({ roots: pem(oldRoot) + pem(newRoot) });
    await eventually(() => events.at(-1)?.kind === 'settled');
    change({ serverPair: newRoot.issue('server'), clientPair: newRoot.issue('client') });
    await eventually(shows(serial(hop.serverPair.cert)));
    await eventually(shows(serial(hop.clientPair.cert)));
    change({ roots: pem(newRoot) });
    await eventually(async () => !(await shows(serial(pem(oldRoot)))()));
    const { statuses } = await load.stop();
    expect([...statuses.keys()]).toEqual([200]);
    const sent = events.flatMap((event) => (event.kind === 'sent' ? [event.type] : []));
    expect(new Set(sent)).toEqual(new Set([resourceTypeUrls.secret]));
    expect(events.filter(({ kind }) => kind === 'rejected')).toEqual([]);
    expect(JSON.stringify(events)).not.toContain('PRIVATE KEY');
  },
);

test.skipIf(envoy.isMissing).each(variants)(
  '%s: a cluster or a listener that changes while its secrets stay is warmed at once',
  async (variant) => {
    const { first, url, proxy, serve } = await start(variant);
    const load = startLoad(url);
    serve({ ...first, connectTimeout: '7s' });
    // Left alone Envoy would wait 15 s for secrets, longer than this does.
    await eventually(async () =>
      (await proxy.admin('/config_dump?resource=dynamic_active_clusters')).includes('"connect_timeout": "7s"'),
    );
    serve({ ...first, connectTimeout: '7s', tlsBody: 'changed' });
    await eventually(async () => (await request(url)).text === 'changed');
    expect([...(await load.stop()).statuses.keys()]).toEqual([200]);
  },
);

test.skipIf(envoy.isMissing).each(variants)(
  '%s: a secret that Envoy refuses is told by its name, and neither it nor what Envoy says of it is shown',
  async (variant) => {
    const { first, url, events, serve } = await start(variant);
    const { key } = first.serverPair;
    serve({ ...first, serverPair: { key, cert: Buffer.from('hunter2') } });
    await eventually(() => events.some(({ kind }) => kind === 'rejected'));
    expect(events.filter(({ kind }) => kind === 'rejected')).toEqual([
      expect.objectContaining({
        type: resourceTypeUrls.secret,
        names: ['server-certificate'],
        version: '',
        error: {
          code: expect.any(Number) as number,
          message: 'the client refused the secret; its words are withheld, for they may quote it',
        },
      }),
    ]);
    expect(JSON.stringify(events)).not.toContain('hunter2');
    expect((await request(url)).status).toBe(200);
  },
);
