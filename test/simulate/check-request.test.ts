import { expect, test } from 'vitest';
import { checkRequest } from '../../lib/simulate/check-request.js';
import type { HttpRequest } from '../../lib/simulate/http-request.js';

const plain: HttpRequest = {
  method: 'GET',
  authority: 'shop.example:8080',
  path: '/a%20b?c=d',
  scheme: 'http',
  headers: [
    ['X-Tenant', 'blue\tgreen ü'],
    ['x-empty', ''],
  ],
  source: '127.0.0.1',
  port: 80,
};

test('has nothing against requests that can exist', () => {
  expect(checkRequest(plain)).toBeUndefined();
  expect(checkRequest({ ...plain, authority: '[::1]:80' })).toBeUndefined();
  expect(checkRequest({ ...plain, method: 'PURGE' })).toBeUndefined();
});

test.each<[Partial<HttpRequest>, string]>([
  [{ method: 'G T' }, '"G T" is no method: it takes letters, digits and !#$%&\'*+-.^_`|~'],
  [{ path: 'a' }, 'path "a" does not begin with "/"'],
  [{ path: '/a b' }, 'path "/a b" holds a blank, which has to be percent-encoded'],
  [{ path: '/\u0000' }, 'path "/\\u0000" holds the control character U+0000, which has to be percent-encoded'],
  [{ path: '/☃' }, 'path "/☃" holds the character U+2603, which has to be percent-encoded'],
  [{ authority: 'a b' }, 'host "a b" holds a blank that no host has'],
  [{ authority: 'a/b' }, 'host "a/b" holds "/" that no host has'],
  [{ headers: [[':method', 'PUT']] }, 'header ":method" is a pseudo-header: say it as method, path, host or scheme'],
  [{ headers: [['Host', 'a']] }, 'header "host" is said as the host of the request'],
  [{ headers: [['x a', '']] }, '"x a" is no header name: it takes letters, digits and !#$%&\'*+-.^_`|~'],
  [{ headers: [['x', 'a\nb']] }, 'header "x" holds the control character U+000A, which no header value has'],
])('says why a request with %j cannot exist', (part, reason) => {
  expect(checkRequest({ ...plain, ...part })).toBe(reason);
});
