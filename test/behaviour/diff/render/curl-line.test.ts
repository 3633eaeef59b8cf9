import { expect, test } from 'vitest';
import { curlLine } from '../../../../lib/behaviour/diff/render/curl-line.js';
import type { MeshRequest } from '../../../../lib/behaviour/mesh-request.js';

const request = (parts: Partial<MeshRequest>): string =>
  curlLine({ from: 'web', method: 'GET', url: 'http://reviews:9080/', headers: [], ...parts });

test('writes what a shell takes back to the letter', () => {
  expect(request({ method: 'POST', url: 'http://reviews:9080/a?q=1', headers: [['x-a', "it's"]] })).toBe(
    `curl -X POST -H 'x-a: it'\\''s' 'http://reviews:9080/a?q=1'`,
  );
});

test('says a host only where the URL does not', () => {
  expect(request({ headers: [['host', 'reviews']] })).toBe('curl http://reviews:9080/');
  expect(request({ headers: [['host', 'shop.example.com']] })).toBe(
    "curl -H 'host: shop.example.com' http://reviews:9080/",
  );
});

test('keeps a header without value, which curl would leave out', () => {
  expect(request({ headers: [['x-a', '']] })).toBe("curl -H 'x-a;' http://reviews:9080/");
});

test('gives the address of a connection of bytes', () => {
  expect(request({ url: 'tcp://db:5432' })).toBe('tcp://db:5432');
});
