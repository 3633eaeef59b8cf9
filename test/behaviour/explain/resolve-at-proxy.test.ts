import { expect, test } from 'vitest';
import { resolveAtProxy, type ProxyRequest } from '../../../lib/behaviour/explain/resolve-at-proxy.js';
import type { RequestProblem } from '../../../lib/behaviour/request-problem.js';
import type { ResolvedRequest } from '../../../lib/behaviour/resolved-request.js';
import { readProxy, type ProxyInput } from '../../../lib/simulate/proxy/read-proxy.js';

type Listener = ProxyInput['listeners'][number];

const http = listener('http', 8080);
const https = listener('https', 8443);
const capture = listener('out', 15_001, { use_original_dst: true, traffic_direction: 'OUTBOUND' });
const handedOn = listener('0.0.0.0_9080', 9080, { bind_to_port: false });

test('dials the listener of the URL, at its own address', () => {
  const { start, request } = resolved([http, https], { url: 'http://shop.example:8080/x' });
  expect(start).toMatchObject({
    proxy: 'edge',
    redirectedTo: undefined,
    connection: { destinationAddress: '0.0.0.0', destinationPort: 8080, tls: undefined },
  });
  expect(request).toMatchObject({ authority: 'shop.example:8080', path: '/x', port: 8080 });
});

test('dials the only listener, or the one that is named, whatever the port in the URL', () => {
  const ports = [
    resolved([http], { url: 'http://shop.example/' }),
    resolved([http, https], { url: 'https://shop.example/', listener: 'https' }),
    resolved([http, https], { url: 'https://shop.example/', listener: '8443' }),
  ].map(({ start }) => start.connection.destinationPort);
  expect(ports).toEqual([8080, 8443, 8443]);
});

test('gives the capture of a sidecar what its program dials', () => {
  const { start } = resolved([handedOn, capture], { url: 'http://10.0.0.9:9080/' });
  expect(start).toMatchObject({
    redirectedTo: 'out',
    connection: { destinationAddress: '10.0.0.9', destinationPort: 9080 },
  });
});

test('hands a connection straight to a listener that nobody can dial', () => {
  expect(resolved([handedOn, capture], { url: 'http://x/', listener: '0.0.0.0_9080' }).start.redirectedTo).toBe(
    '0.0.0.0_9080',
  );
});

test('speaks TLS with the name of the URL, and knows no request of bytes', () => {
  const { start, request } = resolved([https], { url: 'tls://shop.example:8443' });
  expect(start.connection.tls).toMatchObject({ serverName: 'shop.example' });
  expect(request).toBeUndefined();
});

test.each<readonly [Partial<ProxyRequest>, RegExp]>([
  [{ url: '/x', listener: 'http' }, /does not say the host/],
  [{ url: 'http://x/' }, /does not say which listener takes it/],
  [{ url: 'http://x/', listener: 'nope' }, /there is no listener "nope"/],
  [{ url: 'http://x/', source: 'here' }, /the source "here" is no IP address/],
  [{ url: 'ftp://x/' }, /has the scheme "ftp"/],
  [{ url: 'http://x/', listener: 'http', method: 'G T' }, /no such request can exist/],
])('says what is wrong with %j', (asked, message) => {
  const problem = ask([http, https], asked);
  expect('message' in problem ? problem.message : '').toMatch(message);
});

function ask(listeners: readonly Listener[], asked: Partial<ProxyRequest>): ResolvedRequest | RequestProblem {
  const proxy = readProxy({ name: 'edge', listeners, routes: [], clusters: [], endpoints: [] });
  return resolveAtProxy(proxy, {
    method: 'GET',
    url: '',
    headers: [],
    listener: undefined,
    source: undefined,
    ...asked,
  });
}

function resolved(listeners: readonly Listener[], asked: Partial<ProxyRequest>): ResolvedRequest {
  const answer = ask(listeners, asked);
  if ('message' in answer) throw new Error(answer.message);
  return answer;
}

function listener(name: string, port: number, parts: Partial<Listener> = {}): Listener {
  return { name, address: { socket_address: { address: '0.0.0.0', port_value: port } }, ...parts };
}
