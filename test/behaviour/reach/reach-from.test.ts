import { expect, test } from 'vitest';
import { reachFrom } from '../../../lib/behaviour/reach/reach-from.js';
import { renderReach } from '../../../lib/behaviour/reach/render-reach.js';
import { simulatedShop } from '../../support/explained-shop.js';

const shop = simulatedShop();

test('finds everything that a gateway can reach, the nearest first', () => {
  const answer = reachFrom(shop, 'ingress');
  if ('message' in answer) throw new Error(answer.message);
  expect(answer.found.map(({ name, chain }) => [name, chain])).toEqual([
    ['web', ['ingress', 'web']],
    ['cart', ['ingress', 'web', 'cart']],
    ['stock', ['ingress', 'web', 'cart', 'stock']],
    ['db', ['ingress', 'web', 'cart', 'stock', 'db']],
  ]);
  expect(answer.others).toEqual([]);
});

test('finds nobody behind a service that calls nobody', () => {
  const answer = reachFrom(shop, 'db');
  if ('message' in answer) throw new Error(answer.message);
  expect(answer.found).toEqual([]);
  expect(renderReach(answer)).toBe('db can reach nobody\n\nnot: cart, stock, web\n');
});

test('tells each step next to what it reaches', () => {
  const answer = reachFrom(shop, 'cart');
  if ('message' in answer) throw new Error(answer.message);
  expect(renderReach(answer)).toBe(
    [
      'cart can reach stock, db',
      '',
      'stock: directly',
      '  cart -> stock at stock:8080, route "stock/http/default": every request  default',
      '    for example GET http://stock:8080/',
      '',
      'db: through stock',
      '  stock -> db at port 5432, route "db/sql/default": every connection  default',
      '    for example tcp://db:5432',
      '',
      'not: web',
      '',
    ].join('\n'),
  );
});

test('says where the simulator does not know what a proxy on the way does', () => {
  const { network } = shop;
  const proxy: typeof network.proxy = (name) => {
    const known = network.proxy(name);
    return known === undefined || name !== 'stock' ? known : { ...known, unknown: ['filter "wasm"'] };
  };
  const answer = reachFrom({ ...shop, network: { ...network, proxy } }, 'cart');
  if ('message' in answer) throw new Error(answer.message);
  expect(
    answer.found.map(({ name, edges }) => [name, ...(edges.at(-1)?.ways ?? []).map(({ undecided }) => undecided)]),
  ).toEqual([
    ['stock', 'the simulator does not know what this does: proxy of stock: filter "wasm"'],
    ['db', 'the simulator does not know what this does: proxy of stock: filter "wasm"'],
  ]);
  expect(renderReach(answer)).toContain('    NOT DECIDED: the simulator does not know what this does');
});

test('does not ask about what sends nothing', () => {
  expect(reachFrom(shop, 'ingres')).toMatchObject({ hint: 'did you mean "ingress"?' });
});
