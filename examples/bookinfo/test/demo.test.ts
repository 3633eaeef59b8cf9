import { App } from 'cdk8s';
import { anyOf, path, seconds } from 'meshwright';
import { expectMesh } from 'meshwright/testing';
import { expect, test } from 'vitest';
import { demo } from '../demo.js';

const { mesh, details, ingress, productpage, ratings, reviews } = demo(new App());
const jason = { headers: { 'end-user': 'jason' } };

test('readers come in by the pages, and by nothing else', () => {
  const outside = expectMesh(mesh).from(ingress);
  for (const path of ['/productpage', '/static/page.css', '/login', '/logout', '/api/v1/products/0/reviews'])
    outside.get(path).toReach(productpage);

  outside.get('/').toBeDenied().toFailWith(404);
  outside.get('/staticx').toBeDenied();
  outside.get('/Login').toBeDenied();
});

test('four in five readers see reviews without stars, the rest red ones', () => {
  expectMesh(mesh)
    .from(productpage)
    .get('/reviews/1', { to: reviews })
    .toSplit(reviews, { v1: 80, v3: 20 })
    .notToReach(reviews.version('v2'));
});

test('jason sees black stars', () => {
  const request = expectMesh(mesh).from(productpage).get('http://reviews:9080/reviews/1', jason);

  request.toReach(reviews.version('v2'));
});

test('nobody but jason is jason: the header counts to the letter', () => {
  for (const user of ['Jason', 'jasons', '']) {
    expectMesh(mesh)
      .from(productpage)
      .get('/reviews/1', { to: reviews, headers: { 'end-user': user } })
      .notToReach(reviews.version('v2'));
  }
});

test('reviews are waited for 3 seconds, and asked again twice when they fail', () => {
  expectMesh(mesh)
    .from(productpage)
    .get('/reviews/1', { to: reviews })
    .toTimeOutAfter(seconds(3))
    .toRetry({ attempts: 2, on: ['5xx'] });
});

test('ratings are slow for jason, or fail; nobody else notices', () => {
  const fromReviews = expectMesh(mesh).from(reviews);

  fromReviews
    .get('/ratings/1', jason)
    .toMeetFault({ delay: { duration: seconds(0.5), percent: 50 }, abort: { httpStatus: 500, percent: 25 } })
    .toFailWith(500, { percent: 25 })
    .toReach(ratings, { percent: 75 })
    .notToRetry();
  fromReviews.get('/ratings/1').notToMeetFault().toReach(ratings).toTimeOutAfter(seconds(15));
});

test('who may call whom is what the services declare', () => {
  expectMesh(mesh).toBehave([
    { from: productpage, get: 'http://details:9080/details/1', reach: details },
    { from: productpage, get: 'http://ratings:9080/ratings/1', denied: true },
    { from: details, get: 'http://reviews:9080/reviews/1', denied: true },
    { from: ratings, get: 'http://reviews:9080/reviews/1', denied: true },
    { from: reviews, get: 'http://www.example.com/', denied: true },
  ]);
});

test('no request from outside, whatever it says, gets past productpage', () => {
  const everything = expectMesh(mesh).from(ingress).everyRequest();

  everything.notToReach(details).notToReach(reviews).notToReach(ratings);
});

test('every request for a page gets to productpage', () => {
  expectMesh(mesh)
    .from(ingress)
    .everyRequest(anyOf(path.exact('/productpage'), path.prefix('/static'), path.prefix('/api/v1/products')))
    .toReach(productpage);
});

test('a wrong expectation is told with the rule that decided', () => {
  const wrong = (): unknown =>
    expectMesh(mesh).from(productpage).get('/reviews/1', { to: reviews }).toReach(reviews.version('v1'));

  expect(wrong).toThrow(/but got: 80% reviews@v1, 20% reviews@v3[^]*demo\.ts:14:11/);
});
