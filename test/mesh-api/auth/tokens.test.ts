import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createToken } from '../../../lib/mesh-api/auth/create-token.js';
import { findToken } from '../../../lib/mesh-api/auth/find-token.js';
import { identify } from '../../../lib/mesh-api/auth/identify.js';
import { parseTokensFile } from '../../../lib/mesh-api/auth/parse-tokens-file.js';
import { renderTokensFile } from '../../../lib/mesh-api/auth/render-tokens-file.js';
import { effectiveMesh, service } from '../../support/effective-mesh.js';

const a = createToken({ name: 'a', role: 'operator' }, randomBytes);
const b = createToken({ name: 'b', role: 'workload', service: 'cart' }, randomBytes);
const stored = [a.stored, b.stored];

test('makes tokens of 256 bits and keeps only what does not give them away', () => {
  expect(a.secret).toMatch(/^mwt_[\w-]{43}$/);
  expect(JSON.stringify(a.stored)).not.toContain(a.secret);
  expect(a.secret).not.toBe(b.secret);
});

test('finds a token by its secret and by nothing else', () => {
  expect(findToken(stored, a.secret)).toBe(a.stored);
  expect(findToken(stored, b.secret)).toBe(b.stored);
  for (const secret of ['', a.stored.sha256, a.secret.slice(0, -1), `${a.secret} `])
    expect(findToken(stored, secret)).toBeUndefined();
});

test('reads the file that it writes', () => {
  expect(parseTokensFile(renderTokensFile([b.stored, a.stored]))).toEqual({ kind: 'tokens', tokens: stored });
});

test.each<readonly [string, unknown, string]>([
  ['no list', {}, 'it has no list "tokens"'],
  ['a token that is no object', { tokens: [7] }, 'tokens/0: it is no object'],
  ['a token in the clear', { tokens: [{ name: 'a', role: 'reader', token: 'x' }] }, 'tokens/0: unknown field "token"'],
  ['a wrong hash', { tokens: [{ ...a.stored, sha256: 'abc' }] }, 'tokens/0: sha256 is 64 lower-case hex digits'],
  ['an unknown role', { tokens: [{ ...a.stored, role: 'root' }] }, 'tokens/0: role is reader, operator or workload'],
  ['a workload of no service', { tokens: [{ ...a.stored, role: 'workload' }] }, 'tokens/0: a workload has a service'],
  [
    'a reader with a service',
    { tokens: [{ ...b.stored, role: 'reader' }] },
    'tokens/0: service is for the role workload, not reader',
  ],
  ['a name twice', { tokens: [a.stored, a.stored] }, 'tokens/1: a second token "a"'],
  [
    'a name that would break a log',
    { tokens: [{ ...a.stored, name: 'a\nb' }] },
    'tokens/0: name is 1 to 64 letters, digits and . _ - : @',
  ],
])('refuses a file with %s', (_what, file, problem) => {
  expect(parseTokensFile(JSON.stringify(file))).toEqual({ kind: 'malformed', problems: [problem] });
});

test('does not quote a file that is no JSON: it may be a token', () => {
  expect(parseTokensFile(a.secret)).toEqual({ kind: 'malformed', problems: ['it is not JSON'] });
});

test('knows a workload by its SVID, as the services that run as its account', () => {
  const { ir } = effectiveMesh({
    services: [service('cart', { serviceAccount: 'shop' }), service('web', { serviceAccount: 'web' })],
  });
  const of = (subjectAltName: string) => identify({ subjectAltName }, { tokens: [], ir });
  const id = `spiffe://${ir.trustDomain}/ns/${ir.namespace}/sa/shop`;
  expect(of(`URI:${id}`)).toEqual({ kind: 'known', name: id, role: 'workload', services: ['cart'] });
  for (const names of [
    'DNS:cart',
    `URI:${id}, URI:${id}`,
    `DNS:"x, URI:${id}, y"`,
    `URI:spiffe://other/ns/${ir.namespace}/sa/shop`,
    `URI:spiffe://${ir.trustDomain}/ns/other/sa/shop`,
    `URI:spiffe://${ir.trustDomain}/ns/${ir.namespace}/sa/nobody`,
    `URI:${id}/x`,
  ])
    expect(of(names), names).toMatchObject({ kind: 'refused' });
});

test('passes over no bad token for a good certificate', () => {
  const callers = { tokens: stored, ir: undefined };
  expect(identify({ authorization: 'Bearer nope', subjectAltName: 'URI:spiffe://a/ns/b/sa/c' }, callers)).toMatchObject(
    {
      kind: 'refused',
    },
  );
});
