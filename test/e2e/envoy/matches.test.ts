import { expect, test } from 'vitest';
import type { MatchTerm } from '../../../lib/ir/match.js';
import { meshIr } from '../../support/mesh-ir.js';
import { callMesh } from '../../support/call-mesh.js';
import { startLocalMesh, type LocalMesh } from '../../support/local-mesh.js';
import { request } from '../../support/request.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');

/** Each condition has a header of its own that a request turns it on by, so that one proxy serves all tests. */
const conditions: Readonly<Record<string, readonly Partial<MatchTerm>[]>> = {
  'exact path': [{ paths: [{ kind: 'exact', value: '/cart' }] }],
  'path prefix': [{ paths: [{ kind: 'prefix', value: '/v2' }] }],
  'path prefix with slash': [{ paths: [{ kind: 'prefix', value: '/v2/' }] }],
  'every path': [{ paths: [{ kind: 'prefix', value: '/' }] }],
  'path regex': [{ paths: [{ kind: 'regex', value: '/items/[0-9]+' }] }],
  'two paths': [
    {
      paths: [
        { kind: 'prefix', value: '/shop' },
        { kind: 'regex', value: '/shop/.*/x' },
      ],
    },
  ],
  'two regexes': [
    {
      paths: [
        { kind: 'regex', value: '/a/[^/]+/.*' },
        { kind: 'regex', value: '.*\\.png' },
      ],
    },
  ],
  'prefix and exact': [
    {
      paths: [
        { kind: 'regex', value: '/p.*' },
        { kind: 'exact', value: '/p.1' },
      ],
    },
  ],
  'one method': [{ methods: ['POST'] }],
  'two methods': [{ methods: ['GET', 'PUT'] }],
  'header exact': [{ headers: [{ name: 'end-user', matcher: { kind: 'exact', value: 'jason' }, negate: false }] }],
  'header not exact': [{ headers: [{ name: 'end-user', matcher: { kind: 'exact', value: 'jason' }, negate: true }] }],
  'header prefix': [{ headers: [{ name: 'end-user', matcher: { kind: 'prefix', value: 'ja' }, negate: false }] }],
  'header suffix': [{ headers: [{ name: 'end-user', matcher: { kind: 'suffix', value: 'on' }, negate: false }] }],
  'header contains': [{ headers: [{ name: 'end-user', matcher: { kind: 'contains', value: 'as' }, negate: false }] }],
  'header regex': [{ headers: [{ name: 'end-user', matcher: { kind: 'regex', value: 'j.*n' }, negate: false }] }],
  'header not regex': [{ headers: [{ name: 'end-user', matcher: { kind: 'regex', value: 'j.*n' }, negate: true }] }],
  'header not regex that takes the empty text': [
    { headers: [{ name: 'end-user', matcher: { kind: 'regex', value: '(jason)?' }, negate: true }] },
  ],
  'header present': [{ headers: [{ name: 'end-user', matcher: { kind: 'present' }, negate: false }] }],
  'header absent': [{ headers: [{ name: 'end-user', matcher: { kind: 'present' }, negate: true }] }],
  'query exact': [{ queryParameters: [{ name: 'user', matcher: { kind: 'exact', value: 'jason' } }] }],
  'query regex': [{ queryParameters: [{ name: 'user', matcher: { kind: 'regex', value: 'j.*' } }] }],
  'query present': [{ queryParameters: [{ name: 'debug', matcher: { kind: 'present' } }] }],
  'any of two': [
    { paths: [{ kind: 'exact', value: '/one' }] },
    { headers: [{ name: 'end-user', matcher: { kind: 'exact', value: 'two' }, negate: false }] },
  ],
};

let mesh: LocalMesh | undefined;

async function takes(
  condition: string,
  path: string,
  init: { method?: string; headers?: Record<string, string> } = {},
) {
  mesh ??= await startLocalMesh({
    envoy: envoy.path,
    proxies: ['client/v1'],
    ir: callMesh(
      Object.entries(conditions).map(([name, terms], index) =>
        meshIr.httpRoute(
          `route-${String(index)}`,
          { kind: 'version', service: 'reviews', version: 'v2' },
          {
            match: {
              anyOf: terms.map((term) => ({
                paths: [],
                methods: [],
                queryParameters: [],
                ...term,
                headers: [
                  { name: 'condition', matcher: { kind: 'exact', value: name }, negate: false },
                  ...(term.headers ?? []),
                ],
              })),
            },
          },
        ),
      ),
    ),
  });
  const headers = { ...init.headers, condition };
  const { status, echo } = await request(`${mesh.url('client/v1', 'reviews/http')}${path}`, { ...init, headers });
  expect(status).toBe(200);
  return echo.instance === 'reviews/v2';
}

function check(
  condition: string,
  cases: readonly (readonly [boolean, string, { method?: string; headers?: Record<string, string> }?])[],
) {
  test.skipIf(envoy.isMissing)(`takes by ${condition} what the condition says and nothing else`, async () => {
    for (const [expected, path, init] of cases) {
      expect([path, init, await takes(condition, path, init)]).toEqual([path, init, expected]);
    }
  });
}

const user = (name: string) => ({ headers: { 'end-user': name } });

check('exact path', [
  [true, '/cart'],
  [true, '/cart?x=1'],
  [false, '/cart/'],
  [false, '/cart/x'],
  [false, '/'],
]);
check('path prefix', [
  [true, '/v2'],
  [true, '/v2/x'],
  [true, '/v2/'],
  [true, '/v2?x'],
  [true, '/x/../v2/y'],
  [false, '/v2x'],
  [false, '/a/v2'],
]);
check('path prefix with slash', [
  [true, '/v2'],
  [true, '/v2/x'],
  [false, '/v2x'],
]);
check('every path', [
  [true, '/'],
  [true, '/a/b?c'],
]);
check('path regex', [
  [true, '/items/42'],
  [true, '/items/42?x=/y'],
  [false, '/items/42/x'],
  [false, '/a/items/42'],
]);
check('two paths', [
  [true, '/shop/a/x'],
  [true, '/shop/a/x?q=1'],
  [false, '/shop/a'],
  [false, '/shop/a?/x'],
  [false, '/shopping/a/x'],
]);
check('two regexes', [
  [true, '/a/b/c.png'],
  [true, '/a/b/c.png?v=1'],
  [false, '/a/b/c.jpg?d.png'],
  [false, '/a/b.png'],
]);
check('prefix and exact', [
  [true, '/p.1'],
  [true, '/p.1?x'],
  [false, '/px1'],
]);
check('one method', [
  [true, '/', { method: 'POST' }],
  [false, '/'],
]);
check('two methods', [
  [true, '/', { method: 'PUT' }],
  [true, '/'],
  [false, '/', { method: 'DELETE' }],
]);
check('header exact', [
  [true, '/', user('jason')],
  [false, '/', user('jasonx')],
  [false, '/'],
]);
check('header not exact', [
  [false, '/', user('jason')],
  [true, '/', user('other')],
  [true, '/', user('')],
  [true, '/'],
]);
check('header prefix', [
  [true, '/', user('jason')],
  [false, '/', user('xja')],
  [false, '/'],
]);
check('header suffix', [
  [true, '/', user('jason')],
  [false, '/', user('jasonx')],
]);
check('header contains', [
  [true, '/', user('jason')],
  [false, '/', user('other')],
]);
check('header regex', [
  [true, '/', user('jason')],
  [false, '/', user('xjason')],
  [false, '/'],
]);
check('header not regex', [
  [false, '/', user('jason')],
  [true, '/', user('x')],
  [true, '/', user('')],
  [true, '/'],
]);
check('header not regex that takes the empty text', [
  [false, '/', user('jason')],
  [false, '/', user('')],
  [true, '/', user('x')],
  [true, '/'],
]);
check('header present', [
  [true, '/', user('x')],
  [true, '/', user('')],
  [false, '/'],
]);
check('header absent', [
  [false, '/', user('x')],
  [false, '/', user('')],
  [true, '/'],
]);
check('query exact', [
  [true, '/?user=jason'],
  [true, '/x?a=1&user=jason'],
  [false, '/?user=jasonx'],
  [false, '/?User=jason'],
  [false, '/'],
]);
check('query regex', [
  [true, '/?user=jason'],
  [false, '/?user=xj'],
]);
check('query present', [
  [true, '/?debug'],
  [true, '/?debug=1'],
  [false, '/?bug'],
]);
check('any of two', [
  [true, '/one'],
  [true, '/x', user('two')],
  [false, '/x'],
]);
