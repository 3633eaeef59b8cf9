import { expect, it, test } from 'vitest';
import { milliseconds, seconds } from '../../constructs/index.js';
import { expectMesh, type BehaviourCase } from '../../lib/testing/index.js';
import { failureOf } from '../support/failure-of.js';
import { testedShop } from '../support/tested-shop.js';

const { mesh, ratings, reviews, web, ingress } = testedShop();
const jason = { 'end-user': 'jason' };

const cases: readonly BehaviourCase[] = [
  { name: 'readers', from: web, get: '/reviews/1', to: reviews, split: { 'reviews@v1': 80, 'reviews@v2': 20 } },
  { name: 'jason', from: web, get: '/reviews/1', to: reviews, headers: jason, reach: 'reviews@v2', retry: 'none' },
  {
    name: 'the old paths',
    from: 'web',
    method: 'PATCH',
    url: 'http://reviews:9080/old/1',
    reach: reviews.version('v1'),
    notReach: reviews.version('v2'),
    arriveWith: { path: '/reviews/1' },
    respondWithHeaders: { 'x-old': 'yes' },
    timeOutAfter: milliseconds(1500),
    retry: { attempts: 2 },
    fault: 'none',
  },
  {
    name: 'moved',
    from: web,
    head: 'http://reviews:9080/moved',
    answered: 301,
    redirectTo: 'http://reviews:9080/reviews/1',
  },
  {
    name: 'slow',
    from: web,
    get: '/',
    to: ratings,
    headers: jason,
    fault: { delay: { duration: seconds(7), percent: 50 } },
  },
  { name: 'no pods', from: web, get: '/canary', to: reviews, failWith: 503 },
  { name: 'strangers', from: ingress, get: '/admin', denied: true },
  { name: 'bytes', from: ratings, connect: 'store', reach: 'store' },
  { name: 'outside', from: ratings, get: 'http://www.googleapis.com/', leaveMesh: 'google' },
];

test.each(cases)('holds for $name', (each) => {
  expectMesh(mesh).toBehave([each]);
});

it('tells all cases that fail together, by number and name, also those that ask what cannot be', () => {
  const failure = failureOf(() =>
    expectMesh(mesh).toBehave([
      { from: web, get: '/old', to: reviews, reach: 'reviews@v2', retry: 'none' },
      { name: 'fine', from: web, get: '/old', to: reviews, reach: reviews },
      { name: 'typo', from: 'wob', get: '/old', reach: reviews },
      { name: 'empty', from: web, get: '/old', to: reviews },
    ]),
  );

  const told = failure?.message.split('\n').filter((line) => /^(\d|case|expected)/.test(line));
  expect(told).toEqual([
    '3 of 4 cases fail',
    'case 1: expected GET http://reviews:9080/old from web to reach reviews@v2, but got: reviews@v1',
    'expected GET http://reviews:9080/old from web not to be tried again, but got: it is tried again 2 times on 429, 5xx with 500 ms for each try',
    'case 3 "typo": the mesh "shop" has no service or gateway "wob"',
    expect.stringMatching(/^case 4 "empty": the case expects nothing$/),
  ]);
});

it('refuses a row of an untyped program that asks nothing', () => {
  const row = { from: 'web', reach: 'reviews' } as unknown as BehaviourCase;

  expect(failureOf(() => expectMesh(mesh).toBehave([row]))?.message).toContain("say get: '/path'");
});
