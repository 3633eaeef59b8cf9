import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createApiTracing } from '../../lib/mesh-api/tracing/api-tracing.js';
import { shopIr } from '../support/explained-shop.js';
import { startApi } from '../support/mesh-api/start-api.js';

const described = { address: '10.0.0.1', ports: { http: 80 } };
const a = '/v1/services/cart/instances/a';

test('writes each try to write into the audit log: who, what, and what came of it', async () => {
  const { operator, workload, reader, anonymous, audited } = await startApi();
  const made = await operator('POST', '/v1/services/cart/instances', { body: { id: 'a', ...described } });
  await reader('DELETE', a);
  await anonymous('DELETE', a);
  await workload('PUT', '/v1/services/web', { body: {} });
  await operator('PUT', a, { body: { ...described, weight: 0 } });
  await operator('PUT', a, { body: JSON.stringify({ ...described, zone: 'x'.repeat(300_000) }) });
  await operator('GET', a);
  const { revision } = made.body as { readonly revision: string };
  expect(audited).toMatchObject([
    {
      log: 'audit',
      caller: 'operator',
      role: 'operator',
      operation: 'registerInstance',
      service: 'cart',
      instance: 'a',
      status: 201,
      revision,
    },
    {
      caller: 'reader',
      operation: 'removeInstance',
      service: 'cart',
      instance: 'a',
      status: 403,
      problem: 'forbidden',
    },
    { operation: 'removeInstance', status: 401, problem: 'unauthenticated' },
    { caller: 'workload', operation: 'putService', service: 'web', status: 403 },
    { operation: 'putInstance', status: 400, problem: 'invalid-request' },
    { operation: 'putInstance', status: 413, problem: 'too-large' },
  ]);
  expect(audited).toHaveLength(6);
  expect(audited[0]?.['requestId']).toBe(made.headers.get('x-request-id'));
  expect(audited[2]).not.toHaveProperty('caller');
});

test('writes no token and no body into any log', async () => {
  const { operator, anonymous, logged, audited, secrets } = await startApi();
  await operator('PUT', a, { body: { ...described, metadata: { note: 'very-private' } } });
  await anonymous('GET', `/v1/mesh?token=${secrets.operator}`, {
    headers: { authorization: `Bearer ${secrets.reader}x` },
  });
  const text = JSON.stringify([logged, audited]);
  for (const secret of [secrets.operator, secrets.reader, 'very-private']) expect(text).not.toContain(secret);
  expect(logged).toHaveLength(2);
});

test('counts calls by path of the API description, and never by what a caller wrote', async () => {
  const { operator, anonymous } = await startApi();
  await operator('PUT', a, { body: described });
  for (const path of ['/v1/one', '/v1/two', '/%00', '/v1/services/UPPER/instances']) await operator('GET', path);
  const metrics = String((await anonymous('GET', '/metrics')).body);
  expect(metrics).toContain(
    'meshwright_api_requests_total{route="/v1/services/{service}/instances/{id}",method="PUT",status="201"} 1',
  );
  expect(metrics).toContain('meshwright_api_requests_total{route="unmatched",method="GET",status="404"} 3');
  expect(metrics).not.toMatch(/v1\/one|v1\/two|UPPER/);
  expect(metrics).toContain('meshwright_api_request_duration_seconds_count{');
});

test('tells of registry and proxies in its metrics', async () => {
  const { operator, anonymous, registry } = await startApi({}, { ir: shopIr });
  await operator('PUT', a, { body: described });
  await operator('PUT', '/v1/services/cart/instances/b', { body: { ...described, status: 'unhealthy' } });
  registry.setStale('away');
  const metrics = String((await anonymous('GET', '/metrics')).body);
  for (const line of [
    'meshwright_registry_services 1',
    'meshwright_registry_instances{status="healthy"} 1',
    'meshwright_registry_instances{status="unhealthy"} 1',
    'meshwright_registry_backend_stale{backend="memory"} 1',
    'meshwright_xds_proxies{status="synced"} 0',
    'meshwright_api_watch_streams 0',
  ])
    expect(metrics.split('\n')).toContain(line);
  expect(metrics).toMatch(/^meshwright_xds_groups [1-9]/m);
});

interface OtlpSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

/** A collector that takes traces by OTLP/HTTP. */
async function startCollector(): Promise<{ readonly url: string; readonly spans: () => readonly OtlpSpan[] }> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      bodies.push(body);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1/traces`,
    spans: () =>
      bodies.flatMap((body) => {
        const { resourceSpans } = JSON.parse(body) as {
          readonly resourceSpans: readonly {
            readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
          }[];
        };
        return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
      }),
  };
}

test("sends a trace of each call to a collector, as part of the caller's trace, with the write in it", async () => {
  const { url, spans } = await startCollector();
  const { operator, api } = await startApi({ traces: { url } });
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
  await operator('PUT', a, { body: described, headers });
  await operator('GET', '/v1/mesh');
  await api.close();
  const [write, put, get, ...others] = spans();
  expect(others).toEqual([]);
  expect(put).toMatchObject({
    name: 'PUT /v1/services/{service}/instances/{id}',
    traceId,
    parentSpanId: '00f067aa0ba902b7',
  });
  expect(write).toMatchObject({ name: 'registry write', traceId, parentSpanId: put?.spanId });
  expect(put?.attributes).toContainEqual({ key: 'http.response.status_code', value: { intValue: 201 } });
  expect(get?.name).toBe('GET /v1/mesh');
  expect(get?.traceId).not.toBe(traceId);
});

test('ends although the collector is away', async () => {
  const tracing = createApiTracing({ url: 'http://127.0.0.1:1/v1/traces' });
  tracing.start('GET /', {}, {}).end({});
  await tracing.close();
  expect(tracing.start('GET /', {}, {})).toBeDefined();
});
