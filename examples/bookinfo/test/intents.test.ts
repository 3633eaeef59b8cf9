import './output-folder.js';
import { seconds } from 'meshwright';
import { expectMesh, type BehaviourCase } from 'meshwright/testing';
import { test } from 'vitest';
import * as acme from '../intents/certmanager-gateway.js';
import * as allV1 from '../intents/virtual-service-all-v1.js';
import * as database from '../intents/virtual-service-ratings-db.js';
import * as detailsFail from '../intents/fault-injection-details-v1.js';
import * as google from '../intents/egress-rule-google-apis.js';
import * as jasonFails from '../intents/virtual-service-ratings-test-abort.js';
import * as jasonTests from '../intents/virtual-service-reviews-test-v2.js';
import * as jasonWaits from '../intents/virtual-service-ratings-test-delay.js';
import * as some from '../intents/virtual-service-reviews-80-20.js';
import * as wayIn from '../intents/bookinfo-gateway.js';

const jason = { 'end-user': 'jason' };

test('virtual-service-all-v1: everything is answered by v1', () => {
  expectMesh(allV1.mesh).toBehave([
    { from: 'ingress', get: '/productpage', reach: 'productpage@v1' },
    { from: 'productpage', get: 'http://reviews:9080/', reach: 'reviews@v1' },
    { from: 'productpage', get: 'http://details:9080/', reach: 'details@v1', notReach: 'details@v2' },
    { from: 'reviews', get: '/ratings/1', reach: 'ratings@v1', notReach: 'ratings@v2' },
  ]);
});

test('virtual-service-reviews-80-20: one reader in five sees black stars', () => {
  const request = expectMesh(some.mesh).from('productpage').get('/reviews/1', { to: some.reviews });

  request.toSplit(some.reviews, { v1: 80, v2: 20 });
});

test('virtual-service-reviews-test-v2: jason alone sees black stars', () => {
  expectMesh(jasonTests.mesh).toBehave([
    { from: 'productpage', get: 'http://reviews:9080/', headers: jason, reach: 'reviews@v2' },
    { from: 'productpage', get: 'http://reviews:9080/', reach: 'reviews@v1' },
  ]);
});

test('virtual-service-ratings-test-abort: ratings fail for jason alone', () => {
  const reviews = expectMesh(jasonFails.mesh).from('reviews');

  reviews.get('/ratings/1', { headers: jason }).toFailWith(500);
  reviews.get('/ratings/1').toReach('ratings@v1').notToMeetFault();
});

test('virtual-service-ratings-test-delay: jason alone waits', () => {
  const reviews = expectMesh(jasonWaits.mesh).from('reviews');

  reviews
    .get('/ratings/1', { headers: jason })
    .toMeetFault({ delay: { duration: seconds(7) } })
    .toReach('ratings@v1');
  reviews.get('/ratings/1').notToMeetFault();
});

test('fault-injection-details-v1: details answer 555, whatever the second rule says', () => {
  expectMesh(detailsFail.mesh)
    .from('productpage')
    .get('/details/1', { to: detailsFail.details })
    .toFailWith(555)
    .notToReach('details');
});

test('virtual-service-ratings-db: ratings, and nobody else, get to their store', () => {
  expectMesh(database.mesh).toBehave([
    { from: 'ratings', connect: 'tcp://ratings-store:27017', reach: 'ratings-store' },
    { from: 'reviews', connect: 'tcp://ratings-store:27017', denied: true },
    { from: 'reviews', get: '/ratings/1', reach: 'ratings@v2' },
  ]);
});

test('egress-rule-google-apis: details, and nobody else, get to Google', () => {
  expectMesh(google.mesh).toBehave([
    { from: 'details', get: 'http://www.googleapis.com/books', leaveMesh: 'www.googleapis.com' },
    { from: 'ratings', get: 'http://www.googleapis.com/books', denied: true },
    { from: 'details', get: 'http://www.example.com/', denied: true },
  ]);
});

const challenge = '/.well-known/acme-challenge/token';
const ways: readonly BehaviourCase[] = [
  {
    name: 'the solver gets its challenges',
    from: 'cert-manager-gateway',
    get: challenge,
    reach: 'cert-manager-resolver',
  },
  { name: 'and nothing else', from: 'cert-manager-gateway', get: '/productpage', denied: true },
  { name: 'challenges come in by their own gateway', from: 'ingress', get: challenge, failWith: 404 },
];

test.each(ways)('certmanager-gateway: $name', (way) => {
  expectMesh(acme.mesh).toBehave([way]);
});

test('bookinfo-gateway: what is no page is answered with 404', () => {
  const outside = expectMesh(wayIn.mesh).from(wayIn.ingress);

  outside.get('/productpage').toReach(wayIn.productpage);
  outside.get('/admin').toFailWith(404);
});
