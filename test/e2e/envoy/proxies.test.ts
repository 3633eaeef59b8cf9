import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Echo } from '../../support/echo-server.js';
import { startLocalMesh, type LocalMesh } from '../../support/local-mesh.js';
import { meshIr } from '../../support/mesh-ir.js';
import { request } from '../../support/request.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');

const ir = meshIr.mesh({
  services: [
    meshIr.service('client', { calls: [meshIr.call('store')] }),
    meshIr.service('store', {
      ports: [
        meshIr.port('grpc', 9090, 'grpc'),
        meshIr.port('h2', 9091, 'http2'),
        meshIr.port('http', 9080, 'http'),
        meshIr.port('tcp', 5432, 'tcp'),
      ],
      routes: [
        meshIr.httpRoute(
          'search',
          { kind: 'service', service: 'store' },
          {
            port: 'http',
            match: meshIr.match({ paths: [{ kind: 'prefix', value: '/search' }] }),
          },
        ),
      ],
    }),
  ],
});

let started: Promise<LocalMesh> | undefined;
const mesh = (): Promise<LocalMesh> =>
  (started ??= startLocalMesh({ envoy: envoy.path, proxies: ['client/v1', 'store/v1'], ir }));

test.skipIf(envoy.isMissing)('carries HTTP/1.1 through both proxies', async () => {
  const { echo } = await request(`${(await mesh()).url('client/v1', 'store/http')}/x`);
  expect([echo.instance, echo.protocol, echo.authority]).toEqual(['store/v1', '1.1', 'store']);
});

test.skipIf(envoy.isMissing)('carries HTTP/2 and gRPC through both proxies', async () => {
  for (const port of ['grpc', 'h2']) {
    const session = connectHttp2((await mesh()).url('client/v1', `store/${port}`));
    const stream = session.request({ ':path': '/shop.Store/Get', 'content-type': 'application/grpc', te: 'trailers' });
    stream.setEncoding('utf8').end();
    let text = '';
    for await (const part of stream) text += String(part);
    session.close();
    const echo = JSON.parse(text) as Echo;
    expect([echo.instance, echo.protocol, echo.path]).toEqual(['store/v1', '2.0', '/shop.Store/Get']);
  }
});

test.skipIf(envoy.isMissing)('carries connections through both proxies', async () => {
  const { port } = new URL((await mesh()).url('client/v1', 'store/tcp'));
  const socket = connect(Number(port), '127.0.0.1').setEncoding('utf8');
  let text = '';
  socket.on('data', (part: string) => (text += part));
  socket.write('hello');
  while (!text.includes('hello')) await once(socket, 'data');
  socket.destroy();
  expect(text).toBe('store/v1\nhello');
});

test.skipIf(envoy.isMissing)('carries web sockets through both proxies', async () => {
  const { hostname, port } = new URL((await mesh()).url('client/v1', 'store/http'));
  const sent = httpRequest({ hostname, port, headers: { connection: 'upgrade', upgrade: 'websocket' } }).end();
  const [, socket, head] = (await once(sent, 'upgrade')) as [unknown, Socket, Buffer];
  socket.setEncoding('utf8');
  let text = head.toString();
  socket.on('data', (part: string) => (text += part));
  socket.write('hello');
  while (!text.includes('hello')) await once(socket, 'data');
  socket.destroy();
  expect(text).toBe('store/v1\nhello');
});

test.skipIf(envoy.isMissing)('logs each request as one line of JSON on stdout', async () => {
  const { url, process } = await mesh();
  await request(`${url('client/v1', 'store/http')}/search?q=1`, {
    headers: { 'user-agent': 'test', 'x-request-id': 'logged' },
  });
  const line = (instance: string) =>
    process(instance)
      .output()
      .split('\n')
      .find((text) => text.includes('"logged"'));
  const end = Date.now() + 15_000;
  while ((line('client/v1') === undefined || line('store/v1') === undefined) && Date.now() < end) await sleep(50);
  const entry = JSON.parse(line('client/v1') ?? '{}') as Record<string, unknown>;
  expect(Object.keys(entry)).toEqual(Object.keys(entry).sort());
  expect(entry).toMatchObject({
    attempts: 1,
    authority: 'store',
    direction: 'outbound',
    flags: '-',
    method: 'GET',
    path: '/search?q=1',
    protocol: 'HTTP/1.1',
    request_id: 'logged',
    response_code_details: 'via_upstream',
    route: 'store/http/search',
    status: 200,
    upstream_cluster: 'store/v1/http',
    user_agent: 'test',
  });
  expect(entry['time']).toMatch(/^\d{4}-\d\d-\d\dT/);
  expect(entry['upstream_host']).toMatch(/^127\.0\.0\.1:\d+$/);
  expect(entry['duration_ms']).toBeTypeOf('number');
  expect(entry['bytes_sent']).toBeTypeOf('number');
  expect(JSON.parse(line('store/v1') ?? '{}')).toMatchObject({
    direction: 'inbound',
    route: 'inbound/http',
    status: 200,
  });
});

test.skipIf(envoy.isMissing)('keeps the stats of destinations and listeners, and few others', async () => {
  const { url, admin } = await mesh();
  await request(`${url('client/v1', 'store/http')}/`);
  const text = await admin('client/v1', '/stats/prometheus');
  expect(text).toMatch(/^envoy_cluster_upstream_rq_total\{envoy_cluster_name="store\/v1\/http"\} [1-9]/m);
  expect(text).toMatch(
    /^envoy_cluster_upstream_rq_xx\{envoy_response_code_class="2",envoy_cluster_name="store\/v1\/http"\} [1-9]/m,
  );
  expect(text).toMatch(/^envoy_cluster_upstream_rq_time_bucket\{envoy_cluster_name="store\/v1\/http",le="[\d.]+"\}/m);
  expect(text).toMatch(
    /^envoy_http_downstream_rq_total\{envoy_http_conn_manager_prefix="outbound\/store\/http"\} [1-9]/m,
  );
  expect(text).toMatch(/^envoy_listener_downstream_cx_total\{envoy_listener_address="outbound\/store\/http"\} [1-9]/m);
  expect(text).not.toMatch(/worker_\d|_internal_|_external_|_lb_|http3/);
  // Four callee ports, one of its own: a bound that a new set of stats for each would break.
  const names = (await admin('client/v1', '/stats')).split('\n').length;
  expect(names).toBeLessThan(1000);
});

test.skipIf(envoy.isMissing)('starts without a complaint', async () => {
  const { process } = await mesh();
  for (const instance of ['client/v1', 'store/v1']) {
    const complaints = process(instance)
      .output()
      .split('\n')
      .filter((line) => /\[(warning|error|critical)\]/.test(line));
    expect(complaints).toEqual([]);
  }
});
