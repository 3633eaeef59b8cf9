import { expect, onTestFinished, test } from 'vitest';
import { createLocalIdentityProvider } from '../../../lib/identity/local-identity-provider.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { startLiveMesh } from '../../support/control-plane/live-mesh.js';
import { startLoad } from '../../support/start-load.js';
import { startServedEnvoy } from '../../support/control-plane/served-envoy.js';
import { startEchoServer } from '../../support/echo-server.js';
import { eventually as eventuallyIn } from '../../support/eventually.js';
import { freePort } from '../../support/free-port.js';
import { identities } from '../../support/identities.js';
import { meshIr } from '../../support/mesh-ir.js';
import { request } from '../../support/request.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const eventually = (isTrue: () => boolean | Promise<boolean>): Promise<void> => eventuallyIn(isTrue, 20_000);

test.skipIf(envoy.isMissing)(
  'sidecars of a strict mesh reach each other by certificates that are renewed under load, and nobody else reaches them',
  async () => {
    const workload = await freePort();
    const ir = meshIr.mesh({
      services: [
        meshIr.service('client', { ports: [meshIr.port('http', await freePort())], calls: [meshIr.call('reviews')] }),
        meshIr.service('reviews', { ports: [meshIr.port('http', workload)] }),
      ],
    });
    const provider = createLocalIdentityProvider({
      authority: await identities.authorityOf({ trustDomain: 'cluster.local' }),
      clock: systemClock,
      random: Math.random,
      ttlMs: 3_000,
    });
    onTestFinished(provider.close);
    const { live, registry } = await startLiveMesh(ir, {
      security: { identities: provider, mutualTls: { inbound: 'strict', outbound: 'mutual-tls' } },
    });
    await startEchoServer('reviews', workload);
    const { inboundPorts, outboundPorts } = live.ports();
    const inbound = inboundPorts['reviews/v1']?.['http'] ?? 0;
    registry.put('reviews/1', inbound, { version: 'v1' });
    for (const node of ['sidecar~client/v1~1', 'sidecar~reviews/v1~1'])
      await startServedEnvoy(envoy.path, live.bootstrapOf(node) ?? {});

    const url = `http://127.0.0.1:${String(outboundPorts['client/v1']?.['reviews/http'])}/`;
    await eventually(async () => (await request(url)).status === 200);
    const seen = new Set<string>();
    const stop = provider.follow('spiffe://cluster.local/ns/shop/sa/client', ({ svid }) => {
      seen.add(svid.certificateChain);
    });
    const load = startLoad(url);
    await eventually(() => seen.size >= 3);
    stop();
    expect([...(await load.stop()).statuses.keys()]).toEqual([200]);
    const { headers } = (await request(url)).echo;
    expect(headers['x-forwarded-client-cert']).toContain('URI=spiffe://cluster.local/ns/shop/sa/client');
    await expect(request(`http://127.0.0.1:${String(inbound)}/`)).rejects.toThrow();
    expect(JSON.stringify(live.resourcesOf('sidecar~reviews/v1'))).not.toContain('PRIVATE KEY');
  },
);
