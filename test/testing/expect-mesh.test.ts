import { App, Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Mesh, Service, milliseconds, seconds } from '../../constructs/index.js';
import { expectMesh } from '../../lib/testing/index.js';
import { failureOf } from '../support/failure-of.js';
import { testedShop } from '../support/tested-shop.js';

const { mesh, google, store, ratings, reviews, web, ingress } = testedShop();
const jason = { headers: { 'end-user': 'jason' } };
const fromWeb = expectMesh(mesh).from(web);
const toReviews = (path: string) => fromWeb.get(path, { to: reviews });
const asJason = fromWeb.get('http://ratings:9080/ratings/1', jason);

/** Each pair: an expectation that holds, and one near it that does not. */
const pairs: Readonly<Record<string, readonly [holds: () => unknown, fails: () => unknown]>> = {
  'toReach a version by name': [
    () => fromWeb.get('http://reviews:9080/reviews/1', jason).toReach('reviews@v2'),
    () => fromWeb.get('http://reviews:9080/reviews/1', jason).toReach('reviews@v1'),
  ],
  'toReach a version by construct': [
    () => toReviews('/old').toReach(reviews.version('v1')),
    () => toReviews('/old').toReach(reviews.version('v2')),
  ],
  'toReach any version of a service': [
    () => toReviews('/reviews/1').toReach(reviews),
    () => toReviews('/reviews/1').toReach(ratings),
  ],
  'toReach with a percentage': [
    () => toReviews('/reviews/1').toReach('reviews@v1', { percent: 80 }),
    () => toReviews('/reviews/1').toReach('reviews@v1', { percent: 80.01 }),
  ],
  'toReach with a probability': [
    () => toReviews('/reviews/1').toReach('reviews@v2', { probability: 0.2 }),
    () => toReviews('/reviews/1').toReach('reviews@v2', { probability: 0.8 }),
  ],
  'toReach for certain what gets only a share': [
    () => toReviews('/old').toReach('reviews@v1'),
    () => toReviews('/reviews/1').toReach('reviews@v1'),
  ],
  'toReach through a gateway': [
    () => expectMesh(mesh).from(ingress).get('/shop/cart').toReach(web),
    () => expectMesh(mesh).from(ingress).get('/other').toReach(web),
  ],
  'toReach with other methods': [
    () => expectMesh(mesh).from(ingress).post('/other').toReach(web),
    () => expectMesh(mesh).from(ingress).put('/other').toReach(web),
  ],
  'toReach with the host of the request': [
    () => expectMesh(mesh).from('ingress').get('/shop', { host: 'shop.example' }).toReach('web'),
    () => expectMesh(mesh).from('ingress').get('/shop', { host: 'other.example' }).toReach('web'),
  ],
  'toReach over bytes': [
    () => expectMesh(mesh).from(ratings).connect('tcp://store:27017').toReach(store),
    () => expectMesh(mesh).from(web).connect(store).toReach(store),
  ],
  'toReachOneOf places': [
    () => toReviews('/reviews/1').toReachOneOf('reviews@v1', reviews.version('v2')),
    () => toReviews('/reviews/1').toReachOneOf('reviews@v1', 'reviews@v3'),
  ],
  'notToReach a version': [
    () => toReviews('/reviews/1').notToReach('reviews@v3'),
    () => toReviews('/reviews/1').notToReach('reviews@v2'),
  ],
  'toSplit over versions': [
    () => toReviews('/reviews/1').toSplit(reviews, { v1: 80, v2: 20 }),
    () => toReviews('/reviews/1').toSplit(reviews, { v1: 79, v2: 21 }),
  ],
  'toSplit by weights that are no percentages': [
    () => toReviews('/reviews/1').toSplit({ 'reviews@v1': 4, 'reviews@v2': 1, ratings: 0 }),
    () => toReviews('/reviews/1').toSplit({ 'reviews@v1': 1 }),
  ],
  'toSplit although a fault takes some requests': [
    () => toReviews('/reviews/1').toSplit({ reviews: 1 }),
    () => asJason.toSplit({ ratings: 1 }),
  ],
  'toBeDenied for a call that is not declared': [
    () => fromWeb.get('http://www.googleapis.com/').toBeDenied(),
    () => expectMesh(mesh).from('ratings').get('http://www.googleapis.com/').toBeDenied(),
  ],
  'toBeDenied for a path that no route takes': [
    () => expectMesh(mesh).from(ingress).get('/admin').toBeDenied(),
    () => expectMesh(mesh).from(ingress).get('/shop').toBeDenied(),
  ],
  'toBeDenied for a service without pods': [
    () => fromWeb.connect('tcp://store:27017').toBeDenied(),
    () => toReviews('/canary').toBeDenied(),
  ],
  'toLeaveMesh to a host': [
    () => expectMesh(mesh).from(ratings).get('http://books.googleapis.com/').toLeaveMesh('books.googleapis.com'),
    () => expectMesh(mesh).from(ratings).get('http://books.googleapis.com/').toLeaveMesh('www.googleapis.com'),
  ],
  'toLeaveMesh to a service': [
    () => expectMesh(mesh).from(ratings).get('/', { to: google }).toLeaveMesh().toLeaveMesh('google').toReach(google),
    () => toReviews('/old').toLeaveMesh(),
  ],
  'toFailWith a share': [
    () => asJason.toFailWith(500, { percent: 25 }).toReach(ratings, { percent: 75 }),
    () => asJason.toFailWith(500),
  ],
  'toFailWith for certain': [() => toReviews('/canary').toFailWith(503), () => toReviews('/canary').toFailWith(500)],
  'toBeAnswered by the mesh': [
    () => toReviews('/moved').toBeAnswered(301, { body: '', headers: { location: 'http://reviews:9080/reviews/1' } }),
    () => toReviews('/moved').toBeAnswered(301, { headers: { location: undefined } }),
  ],
  'toBeAnswered with a body': [
    () => toReviews('/moved').toBeAnswered(301, { body: '' }),
    () => toReviews('/moved').toBeAnswered(301, { body: 'gone' }),
  ],
  'toRedirectTo a location': [
    () => toReviews('/moved').toRedirectTo('http://reviews:9080/reviews/1'),
    () => toReviews('/moved').toRedirectTo('http://reviews:9080/reviews/2'),
  ],
  'toRedirectTo with a status': [
    () => toReviews('/moved').toRedirectTo('http://reviews:9080/reviews/1', 301),
    () => toReviews('/moved').toRedirectTo('http://reviews:9080/reviews/1', 302),
  ],
  'toMeetFault with a delay': [
    () => asJason.toMeetFault({ delay: { duration: seconds(7), percent: 50 } }),
    () => asJason.toMeetFault({ delay: { duration: seconds(7) } }),
  ],
  'toMeetFault with an abort': [
    () => asJason.toMeetFault({ abort: { httpStatus: 500, percent: 25 } }),
    () => asJason.toMeetFault({ abort: { httpStatus: 503, percent: 25 } }),
  ],
  notToMeetFault: [() => toReviews('/old').notToMeetFault(), () => asJason.notToMeetFault()],
  'toArriveWith a rewritten path and headers': [
    () =>
      fromWeb
        .get('/old/1?x=y', { to: reviews, headers: { 'X-Secret': '1' } })
        .toArriveWith({ path: '/reviews/1?x=y', method: 'GET', headers: { 'X-From': 'old', 'x-secret': undefined } }),
    () => toReviews('/old/1').toArriveWith({ path: '/old/1' }),
  ],
  'toArriveWith values in order': [
    () =>
      fromWeb
        .get('/old', { to: reviews, headers: { 'x-tag': ['a', 'b'] } })
        .toArriveWith({ headers: { 'x-tag': ['a', 'b'] } }),
    () =>
      fromWeb
        .get('/old', {
          to: reviews,
          headers: [
            ['x-tag', 'b'],
            ['x-tag', 'a'],
          ],
        })
        .toArriveWith({ headers: { 'x-tag': ['a', 'b'] } }),
  ],
  'toArriveWith what never arrives': [
    () => toReviews('/old').toArriveWith({ host: 'reviews:9080' }),
    () => toReviews('/moved').toArriveWith({ host: 'reviews:9080' }),
  ],
  'toRespondWithHeaders that the mesh sets and removes': [
    () => toReviews('/old').toRespondWithHeaders({ 'X-Old': 'yes', server: undefined }),
    () => toReviews('/old').toRespondWithHeaders({ 'x-old': undefined }),
  ],
  'toRespondWithHeaders that the program decides': [
    () => toReviews('/old').toRespondWithHeaders({ 'x-old': 'yes' }),
    () => toReviews('/old').toRespondWithHeaders({ via: 'mesh' }),
  ],
  'toTimeOutAfter a time': [
    () => toReviews('/old').toTimeOutAfter(Duration.millis(1500)),
    () => toReviews('/old').toTimeOutAfter(seconds(15)),
  ],
  'toTimeOutAfter never': [
    () => toReviews('/reviews/1').toTimeOutAfter('never'),
    () => fromWeb.get('/', { to: ratings }).toTimeOutAfter('never'),
  ],
  'toRetry as declared': [
    () => toReviews('/old').toRetry({ attempts: 2, on: [429, '5xx'], perTryTimeout: milliseconds(500) }),
    () => toReviews('/old').toRetry({ attempts: 2, on: ['5xx'] }),
  ],
  'toRetry at all': [() => toReviews('/old').toRetry(), () => toReviews('/reviews/1').toRetry()],
  notToRetry: [() => toReviews('/reviews/1').notToRetry(), () => toReviews('/old').notToRetry()],
};

describe.each(Object.entries(pairs))('%s', (_, [holds, fails]) => {
  it('passes where it holds', () => {
    expect(failureOf(holds)?.message).toBeUndefined();
  });

  it('throws an assertion error where it does not', () => {
    expect(failureOf(fails)?.name).toBe('AssertionError');
  });
});

it('goes to the only HTTP service that the sender calls where a path is all it says', () => {
  expectMesh(mesh).from(reviews).get('/ratings/1').toReach(ratings);
});

it('asks the mesh as it is by now, and compiles it once until it changes', () => {
  const shop = testedShop();
  const expectation = expectMesh(shop.mesh);
  const before = shop.mesh.toIr();
  expectation.from('web').get('/x', { to: 'ratings' }).notToMeetFault();
  expect(shop.mesh.toIr()).toBe(before);

  const late = new Service(shop.mesh, 'late', { ports: { http: 80 }, versions: { v1: { image: 'late:1' } } });
  shop.web.addCall(late);

  expectation.from('web').get('http://late/').toReach(late);
});

it('never asks a mesh with errors, and prints them', () => {
  const broken = new Mesh(new App(), 'broken');
  new Service(broken, 'web', { ports: { http: 80 }, versions: {} });

  expect(failureOf(() => expectMesh(broken))?.message).toMatch(/^the mesh "broken" has errors[^]*error MW\d+ .*"web"/);
});

it('points with its stack to the line of the test, from wherever it is thrown', () => {
  const here = /expect-mesh\.test\.ts:\d+/;
  const firstFrame = (run: () => unknown) =>
    failureOf(run)
      ?.stack?.split('\n')
      .find((line) => line.startsWith('    at '));

  expect(firstFrame(() => toReviews('/old').toReach('ratings'))).toMatch(here);
  expect(firstFrame(() => toReviews('/old').toReach('rating'))).toMatch(here);
  expect(firstFrame(() => expectMesh(mesh).from('wob'))).toMatch(here);
  expect(firstFrame(() => fromWeb.get('/'))).toMatch(here);
  expect(firstFrame(() => expectMesh(mesh).toBehave([]))).toMatch(here);
});
