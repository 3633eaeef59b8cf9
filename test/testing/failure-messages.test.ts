import { expect, it } from 'vitest';
import { seconds } from '../../constructs/index.js';
import { expectMesh } from '../../lib/testing/index.js';
import { failureOf } from '../support/failure-of.js';
import { testedShop } from '../support/tested-shop.js';

const { mesh, reviews, ratings, web, ingress } = testedShop();
const fromWeb = expectMesh(mesh).from(web);

const failures: Readonly<Record<string, () => unknown>> = {
  'another-version': () =>
    fromWeb.get('http://reviews:9080/reviews/1', { headers: { 'end-user': 'json' } }).toReach(reviews.version('v2')),
  denied: () => fromWeb.get('http://www.googleapis.com/books').toReach('google'),
  'no-route': () => expectMesh(mesh).from(ingress).get('/Shop').toReach(web),
  fault: () => fromWeb.get('/ratings/1', { to: ratings, headers: { 'end-user': 'jason' } }).toReach(ratings),
  timeout: () => fromWeb.get('/old/1', { to: reviews }).toTimeOutAfter(seconds(3)),
};

it.each(Object.entries(failures))('explains %s as a person would want to read it', async (name, fail) => {
  await expect(failureOf(fail)?.message).toMatchFileSnapshot(`golden/${name}.txt`);
});

it('says request, expectation and result in the first line', () => {
  const failure = failureOf(() => fromWeb.get('/reviews/1', { to: reviews }).toReach('reviews@v2'));

  expect(failure?.message.split('\n')[0]).toBe(
    'expected GET http://reviews:9080/reviews/1 from web to reach reviews@v2, but got: 80% reviews@v1, 20% reviews@v2',
  );
});

it('names the line of the rule that decided', () => {
  const failure = failureOf(() => fromWeb.get('/old/1', { to: reviews }).toReach('reviews@v2'));

  expect(failure?.message).toMatch(/route +"reviews\/http\/old" takes it .* test\/support\/tested-shop\.ts:\d+:\d+\n/);
});

it('gives the runner both sides of a split to compare', () => {
  const failure = failureOf(() => fromWeb.get('/reviews/1', { to: reviews }).toSplit(reviews, { v1: 90, v3: 10 }));

  expect(failure?.expected).toEqual({ 'reviews@v1': '90%', 'reviews@v3': '10%' });
  expect(failure?.actual).toEqual({ 'reviews@v1': '80%', 'reviews@v3': '0%' });
});
