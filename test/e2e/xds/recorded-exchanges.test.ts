import { writeFileSync } from 'node:fs';
import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { ClusterLoadAssignment } from 'envoy-config-types/envoy/config/endpoint/v3';
import type { RouteConfiguration } from 'envoy-config-types/envoy/config/route/v3';
import { createCodec } from 'envoy-config-types/codec';
import { expect, test } from 'vitest';
import type { ResourceSet } from '../../../lib/envoy-resources/resource-set.js';
import { createSnapshotEncoder } from '../../../lib/xds/encode-resources.js';
import { resourceTypes } from '../../../lib/xds/resource-types.js';
import { startEchoServer } from '../../support/echo-server.js';
import { eventually } from '../../support/eventually.js';
import { freePorts } from '../../support/free-port.js';
import { request } from '../../support/request.js';
import { findTool } from '../../support/tools.js';
import { startExchangeRecorder } from '../../support/xds/exchange-recorder.js';
import { ads, httpListener } from '../../support/xds/http-listener.js';
import { replay, type RecordedExchange } from '../../support/xds/recorded-exchange.js';
import { startServedEnvoy, startServedResources } from '../../support/xds/served-envoy.js';

// What is exchanged with a real Envoy is what the state machine says to the same requests. With MESHWRIGHT_RECORD=1 the
// exchange is written to test/fixtures/xds, where test/xds/protocol/recorded-exchanges.test.ts replays it without Envoy.

const envoy = await findTool('envoy');
const encode = createSnapshotEncoder(createCodec());

const eds = (name: string): Cluster => ({
  name,
  type: 'EDS',
  connect_timeout: '1s',
  eds_cluster_config: { eds_config: ads },
});
const endpointsOf = (name: string, port: number): ClusterLoadAssignment => ({
  cluster_name: name,
  endpoints: [
    { lb_endpoints: [{ endpoint: { address: { socket_address: { address: '127.0.0.1', port_value: port } } } }] },
  ],
});
const routeTo = (cluster: string): RouteConfiguration => ({
  name: 'routes',
  virtual_hosts: [{ name: 'all', domains: ['*'], routes: [{ match: { prefix: '/' }, route: { cluster } }] }],
});
const twice: RouteConfiguration = {
  name: 'routes',
  virtual_hosts: ['one', 'two'].map((name) => ({ name, domains: ['*'] as [string] })),
};

/** What one Envoy went through. */
async function record(variant: RecordedExchange['variant']): Promise<RecordedExchange> {
  const [port = 0, one = 0, two = 0] = await freePorts(3);
  await startEchoServer('one', one);
  await startEchoServer('two', two);
  const { server, serve, events: told } = await startServedResources();
  const { port: recorderPort, events, cut } = await startExchangeRecorder(server().port, variant);
  const holding = (names: readonly ('one' | 'two')[], routes: RouteConfiguration): ResourceSet => ({
    clusters: names.map(eds),
    endpoints: names.map((name) => endpointsOf(name, name === 'one' ? one : two)),
    listeners: [httpListener(port, 'routes')],
    routes: [routes],
  });
  const isAnswered = (name: string) => () =>
    request(`http://127.0.0.1:${String(port)}/`).then(
      ({ headers }) => headers['x-instance'] === name,
      () => false,
    );
  /** Waits until both ends have said all they have to. */
  const rest = async (): Promise<void> => {
    for (let [seen, calm] = [0, 0]; calm < 20; calm = seen === events.length ? calm + 1 : 0) {
      seen = events.length;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const step = async (
    what: string,
    resources: ResourceSet,
    isDone: () => boolean | Promise<boolean>,
  ): Promise<void> => {
    await rest();
    const snapshot = encode(resources);
    const served = resourceTypes.flatMap((type) => [...snapshot[type].values()]);
    events.push({ kind: 'step', what });
    events.push({ kind: 'served', resources: served.map(({ bytes: _bytes, ...resource }) => resource) });
    serve('node', resources);
    if (events.length === 2)
      await startServedEnvoy({
        envoy: envoy.path,
        nodeId: 'node',
        ads: { host: '127.0.0.1', port: recorderPort, variant },
      });
    await eventually(isDone, 20_000);
    await rest();
  };
  await step('start', holding(['one'], routeTo('one')), isAnswered('one'));
  await step('a route moves to a cluster that is new', holding(['one', 'two'], routeTo('two')), isAnswered('two'));
  await step('a cluster goes', holding(['two'], routeTo('two')), isAnswered('two'));
  const refusals = (): number => told.filter(({ kind }) => kind === 'rejected').length;
  await step('a route is refused', holding(['two'], twice), () => refusals() === 1);
  await step('it is put right', holding(['one', 'two'], routeTo('one')), isAnswered('one'));
  events.push({ kind: 'step', what: 'the connection breaks, and the cluster changes' });
  const connected = told.length;
  cut();
  await eventually(() => told.slice(connected).some(({ kind }) => kind === 'settled'), 20_000);
  await step('back', holding(['one', 'two'], routeTo('two')), isAnswered('two'));
  return { variant, envoy: '1.40', events };
}

test.skipIf(envoy.isMissing).each(['delta', 'sotw'] as const)(
  '%s: what is exchanged with a real Envoy is what the state machine says to the same requests',
  async (variant) => {
    const exchange = await record(variant);
    const said = exchange.events.flatMap((event) => (event.kind === 'response' ? [event.response] : []));
    expect(replay(exchange)).toEqual(said);
    expect(said.length).toBeGreaterThan(8);
    if (process.env['MESHWRIGHT_RECORD'] === '1') {
      const path = new URL(`../../fixtures/xds/envoy-${variant}.json`, import.meta.url);
      writeFileSync(path, `${JSON.stringify(exchange, undefined, 1)}\n`);
    }
  },
);
