import { pack } from 'envoy-config-types';
import type { TypedExtensionConfig } from 'envoy-config-types/envoy/config/core/v3';
import { expect, test } from 'vitest';
import type { ResourceSet } from '../../../lib/envoy-resources/resource-set.js';
import { resourceTypeUrls } from '../../../lib/envoy-resources/resource-type-urls.js';
import { startEchoServer } from '../../support/echo-server.js';
import { eventually } from '../../support/eventually.js';
import { freePorts } from '../../support/free-port.js';
import { request } from '../../support/request.js';
import { startLoad } from '../../support/start-load.js';
import { findTool } from '../../support/tools.js';
import { ads, clusterAt, httpListener } from '../../support/xds/http-listener.js';
import { startServedEnvoy, startServedResources } from '../../support/xds/served-envoy.js';

const envoy = await findTool('envoy');

/** A filter that says which version of its configuration it runs on. */
const stamp = (version: string): TypedExtensionConfig => ({
  name: 'stamp',
  typed_config: pack('envoy.extensions.filters.http.header_mutation.v3.HeaderMutation', {
    mutations: {
      response_mutations: [{ append: { header: { key: 'x-stamp', value: version } } }],
    },
  }),
});

function resources(port: number, workload: number, version: string): ResourceSet {
  const typeUrl = 'type.googleapis.com/envoy.extensions.filters.http.header_mutation.v3.HeaderMutation';
  const filter = { name: 'stamp', config_discovery: { config_source: ads, type_urls: [typeUrl] } };
  return {
    clusters: [clusterAt('workload', workload)],
    endpoints: [],
    listeners: [httpListener(port, 'all', [filter])],
    routes: [
      {
        name: 'all',
        virtual_hosts: [
          { name: 'all', domains: ['*'], routes: [{ match: { prefix: '/' }, route: { cluster: 'workload' } }] },
        ],
      },
    ],
    extensions: [stamp(version)],
  };
}

test.skipIf(envoy.isMissing).each(['delta', 'sotw'] as const)(
  '%s: the configuration of a filter changes under load, fails no request, and nothing else is sent',
  async (variant) => {
    const [port = 0, workload = 0] = await freePorts(2);
    await startEchoServer('workload', workload);
    const { server, serve, events } = await startServedResources();
    serve('node', resources(port, workload, '0'));
    await startServedEnvoy({
      envoy: envoy.path,
      nodeId: 'node',
      ads: { host: '127.0.0.1', port: server().port, variant },
    });
    const url = `http://127.0.0.1:${String(port)}/`;
    const shows = (version: string) => () =>
      request(url).then(
        ({ headers }) => headers['x-stamp'] === version,
        () => false,
      );
    await eventually(shows('0'));
    const load = startLoad(url);
    events.length = 0;
    for (let version = 1; version <= 10; version++) {
      serve('node', resources(port, workload, String(version)));
      await eventually(shows(String(version)));
    }
    expect([...(await load.stop()).statuses.keys()]).toEqual([200]);
    const sent = events.flatMap((event) => (event.kind === 'sent' ? [[event.type, ...event.names]] : []));
    expect(sent).toEqual(Array.from({ length: 10 }, () => [resourceTypeUrls.extensionConfig, 'stamp']));
  },
);
