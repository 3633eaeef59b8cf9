import type { RouteAction_RequestMirrorPolicy } from 'envoy-config-types/envoy/config/route/v3';
import { expect, test } from 'vitest';
import { ask } from '../fixtures/ask.js';

type Policy = RouteAction_RequestMirrorPolicy;

/** Clusters of the mirrors that hold where a table, its host and its route say these. */
function mirrors(table: Policy[], host: Policy[], route: Policy[], headers: [string, string][] = []) {
  const action = { cluster: 'a', request_mirror_policies: route };
  const decision = ask(
    {
      request_mirror_policies: table,
      virtual_hosts: [
        {
          name: 'v',
          domains: ['*'],
          request_mirror_policies: host,
          routes: [{ match: { prefix: '/' }, route: action }],
        },
      ],
    },
    { headers },
  );
  expect(decision.unknown).toEqual([]);
  return decision.outcome.kind === 'forward' ? decision.outcome.mirrors : decision.outcome.kind;
}

const [x, y, z] = ['x', 'y', 'z'].map((cluster): [Policy] => [{ cluster }]) as [[Policy], [Policy], [Policy]];

test('mirrors as the narrowest scope says that says anything', () => {
  expect(mirrors(x, y, z)).toMatchObject([{ cluster: 'z' }]);
  expect(mirrors(x, y, [])).toMatchObject([{ cluster: 'y' }]);
  expect(mirrors(x, [], [])).toMatchObject([{ cluster: 'x' }]);
});

test('mirrors to the cluster that a header names, if it names one', () => {
  const byHeader: Policy[] = [{ cluster_header: 'X-To' }];
  expect(mirrors([], [], byHeader, [['x-to', 'b']])).toMatchObject([{ cluster: 'b', isKnown: true }]);
  expect(mirrors([], [], byHeader, [['x-to', 'c']])).toMatchObject([{ cluster: 'c', isKnown: false }]);
  expect(mirrors([], [], byHeader)).toEqual([]);
});

test('says the share of mirrored requests', () => {
  const share = (numerator: number): Policy[] => [{ cluster: 'b', runtime_fraction: { default_value: { numerator } } }];
  expect(mirrors([], [], share(25))).toMatchObject([{ probability: { numerator: 1, denominator: 4 } }]);
  expect(mirrors([], [], share(0))).toEqual([]);
});
