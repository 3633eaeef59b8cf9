import { expect, test } from 'vitest';
import { routedServices } from '../../../lib/control-plane/rollouts/routed-services.js';

test('names the services of all clusters that requests are sent to, weighted or not', () => {
  const hosts = [
    {
      name: 'h',
      domains: ['*'],
      routes: [
        { match: { prefix: '/a' }, route: { cluster: 'cart/v1/http' } },
        { match: { prefix: '/b' }, redirect: { path_redirect: '/a' } },
        {
          match: { prefix: '/' },
          route: {
            weighted_clusters: {
              clusters: [
                { name: 'book/v1/http', weight: 100 },
                { name: 'book/v2/http', weight: 0 },
              ],
            },
          },
        },
      ],
    },
  ];
  expect(routedServices([{ name: 'r', virtual_hosts: hosts }, { name: 'empty' }])).toEqual(new Set(['cart', 'book']));
});
