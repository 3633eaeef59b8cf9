import { expect, test } from 'vitest';
import type { ArmShares } from '../../../lib/control-plane/rollouts/create-route-shares.js';
import { createShareTable } from '../../../lib/control-plane/rollouts/create-share-table.js';

const rest = { rollout: 'release', mirror: 0, audience: 'everybody' } as const;
const cart = (share: number): ArmShares => new Map([['cart', { stable: 'v1', canary: 'v2', share, ...rest }]]);
const book = (share: number): ArmShares => new Map([['book', { stable: 'a', canary: 'b', share, ...rest }]]);

function table() {
  const set: ArmShares[] = [];
  const asked: ReadonlySet<string>[] = [];
  const made = createShareTable({
    setShares: (shares) => set.push(shares),
    standingOf: (services) => {
      asked.push(services);
      return { carrying: 2, accepted: 1 };
    },
  });
  return { ...made, set, asked, last: () => Object.fromEntries(set.at(-1) ?? []) };
}

test('joins the shares of several rollouts', () => {
  const { put, last } = table();
  expect(put('cart-v2', { epoch: 1, shares: cart(0.1) })).toEqual({ kind: 'done' });
  expect(put('book-b', { epoch: 7, shares: book(0.5) })).toEqual({ kind: 'done' });
  expect(last()).toMatchObject({ cart: { share: 0.1 }, book: { share: 0.5 } });
});

test('a lower number than the last changes nothing, and says which is the last', () => {
  const { put, set, last } = table();
  put('cart-v2', { epoch: 5, shares: cart(0.1) });
  expect(put('cart-v2', { epoch: 4, shares: cart(0.9) })).toEqual({ kind: 'stale', epoch: 5 });
  expect(set).toHaveLength(1);
  expect(last()).toMatchObject({ cart: { share: 0.1 } });
});

test('what is handed over again reaches nobody again, and takes the higher number', () => {
  const { put, set, standingOf } = table();
  put('cart-v2', { epoch: 5, shares: cart(0.1) });
  expect(put('cart-v2', { epoch: 5, shares: cart(0.1) })).toEqual({ kind: 'done' });
  expect(put('cart-v2', { epoch: 6, shares: cart(0.1) })).toEqual({ kind: 'done' });
  expect(set).toHaveLength(1);
  expect(standingOf('cart-v2').epoch).toBe(6);
});

test('a share that stays is the same object, so that nobody hears of it', () => {
  const { put, set } = table();
  put('release', { epoch: 1, shares: new Map([...cart(0.1), ...book(0.1)]) });
  put('release', { epoch: 2, shares: new Map([...cart(0.1), ...book(0.2)]) });
  expect(set.at(-1)?.get('cart')).toBe(set[0]?.get('cart'));
  expect(set.at(-1)?.get('book')).toMatchObject({ share: 0.2 });
});

test('of two rollouts of one service the one that changed last counts', () => {
  const { put, last } = table();
  put('cart-v2', { epoch: 9, shares: cart(1) });
  put('cart-v3', { epoch: 1, shares: new Map([['cart', { stable: 'v2', canary: 'v3', share: 0, ...rest }]]) });
  put('cart-v2', { epoch: 9, shares: cart(1) });
  expect(last()).toMatchObject({ cart: { canary: 'v3', share: 0 } });
});

test('stands as the callers of its services do; what nobody handed over has the number 0', () => {
  const { put, standingOf, asked } = table();
  expect(standingOf('cart-v2')).toEqual({ epoch: 0, carrying: 0, accepted: 0 });
  put('cart-v2', { epoch: 3, shares: cart(0.1) });
  expect(standingOf('cart-v2')).toEqual({ epoch: 3, carrying: 2, accepted: 1 });
  expect(asked).toEqual([new Set(['cart'])]);
});
