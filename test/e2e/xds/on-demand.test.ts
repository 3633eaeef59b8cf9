import { pack } from 'envoy-config-types';
import type { OnDemand } from 'envoy-config-types/envoy/extensions/filters/http/on_demand/v3';
import { expect, test } from 'vitest';
import type { OnDemandHost, ResourceSet } from '../../../lib/envoy-resources/resource-set.js';
import { resourceTypeUrls } from '../../../lib/envoy-resources/resource-type-urls.js';
import type { XdsEvent } from '../../../lib/xds/server/xds-event.js';
import { startEchoServer } from '../../support/echo-server.js';
import { eventually } from '../../support/eventually.js';
import { freePorts } from '../../support/free-port.js';
import { request } from '../../support/request.js';
import { findTool } from '../../support/tools.js';
import { ads, clusterAt, httpListener } from '../../support/xds/http-listener.js';
import { startServedEnvoy, startServedResources } from '../../support/xds/served-envoy.js';

const envoy = await findTool('envoy');

const onDemand = (options: OnDemand) => ({
  name: 'envoy.filters.http.on_demand',
  typed_config: pack('envoy.extensions.filters.http.on_demand.v3.OnDemand', options),
});

const hostOf = (...domains: [string, ...string[]]): OnDemandHost => ({
  routes: 'hosts',
  virtualHost: {
    name: domains[0],
    domains,
    routes: [{ match: { prefix: '/' }, route: { cluster: 'workload' } }],
  },
});

/** Names that were sent of a type, and those that are gone or never were, with a minus. */
const sent = (events: readonly XdsEvent[], type: string): readonly string[] =>
  events.flatMap((event) =>
    event.kind === 'sent' && event.type === type ? [...event.names, ...event.removed.map((name) => `-${name}`)] : [],
  );

test.skipIf(envoy.isMissing)(
  'a virtual host is fetched at the first request to one of its domains, and one that there is not is answered at once',
  async () => {
    const [port = 0, workload = 0] = await freePorts(2);
    await startEchoServer('workload', workload);
    const { server, serve, events } = await startServedResources();
    const withHosts = (...onDemandHosts: readonly OnDemandHost[]): ResourceSet => ({
      clusters: [clusterAt('workload', workload)],
      endpoints: [],
      listeners: [httpListener(port, 'hosts', [onDemand({})])],
      routes: [{ name: 'hosts', vhds: { config_source: ads } }],
      onDemandHosts,
    });
    serve('node', withHosts(hostOf('a.example', 'also-a.example'), hostOf('b.example')));
    const adsServer = { host: '127.0.0.1', port: server().port, variant: 'delta' } as const;
    const proxy = await startServedEnvoy({ envoy: envoy.path, nodeId: 'node', ads: adsServer });
    await eventually(async () => (await proxy.admin('/ready')).startsWith('LIVE'));
    const status = async (host: string): Promise<number> =>
      (await request(`http://127.0.0.1:${String(port)}/`, { headers: { host } })).status;
    expect(sent(events, resourceTypeUrls.virtualHost)).toEqual(['-hosts/*']);
    expect(await status('a.example')).toBe(200);
    expect(await status('also-a.example')).toBe(200);
    expect(await status('nowhere.example')).toBe(404);
    expect(sent(events, resourceTypeUrls.virtualHost).slice(1)).toEqual([
      'hosts/a.example',
      'hosts/also-a.example',
      '-hosts/nowhere.example',
    ]);
    // What was asked for is kept up to date, and what was missing arrives when it comes to be.
    serve('node', withHosts(hostOf('nowhere.example')));
    await eventually(async () => (await status('nowhere.example')) === 200);
    await eventually(async () => (await status('a.example')) === 404);
    expect(events.filter(({ kind }) => kind === 'rejected')).toEqual([]);
  },
);

test.skipIf(envoy.isMissing)(
  'a cluster is fetched at the first request that needs it, and one that there is not is answered at once',
  async () => {
    const [port = 0, workload = 0] = await freePorts(2);
    await startEchoServer('workload', workload);
    const { server, serve, events } = await startServedResources();
    const withClusters = (...names: readonly string[]): ResourceSet => ({
      clusters: names.map((name) => clusterAt(name, workload)),
      endpoints: [],
      listeners: [httpListener(port, 'by-header', [onDemand({ odcds: { source: ads, timeout: '20s' } })])],
      routes: [
        {
          name: 'by-header',
          virtual_hosts: [
            { name: 'all', domains: ['*'], routes: [{ match: { prefix: '/' }, route: { cluster_header: 'x-to' } }] },
          ],
        },
      ],
    });
    serve('node', withClusters('one', 'two'));
    const proxy = await startServedEnvoy({
      envoy: envoy.path,
      nodeId: 'node',
      ads: { host: '127.0.0.1', port: server().port, variant: 'delta' },
      edit: ({ dynamic_resources: { cds_config: _all, ...dynamic } = {}, ...bootstrap }) => ({
        ...bootstrap,
        dynamic_resources: dynamic,
      }),
    });
    const status = async (to: string): Promise<number> =>
      (await request(`http://127.0.0.1:${String(port)}/`, { headers: { 'x-to': to } })).status;
    await eventually(() =>
      status('one').then(
        (code) => code === 200,
        () => false,
      ),
    );
    expect(await status('nowhere')).toBe(503);
    expect(sent(events, resourceTypeUrls.cluster)).toEqual(['one', '-nowhere']);
    serve('node', withClusters('nowhere', 'two'));
    await eventually(async () => (await status('nowhere')) === 200);
    // Asked for again, Envoy would not ask for it: it thinks that it still does.
    await eventually(async () => !(await proxy.admin('/clusters')).includes('one::observability_name'));
    expect(await status('two')).toBe(200);
    expect(events.filter(({ kind }) => kind === 'rejected')).toEqual([]);
  },
);
