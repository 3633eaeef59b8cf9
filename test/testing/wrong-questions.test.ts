import { expect, it } from 'vitest';
import { expectMesh } from '../../lib/testing/index.js';
import { failureOf } from '../support/failure-of.js';
import { testedShop } from '../support/tested-shop.js';

const { mesh, store } = testedShop();
const web = expectMesh(mesh).from('web');
const old = web.get('/old', { to: 'reviews' });

/** What can never be so, or never be otherwise, is told and does not pass: by the question, the whole message. */
const questions: readonly (readonly [message: string, ask: () => unknown])[] = [
  ['the mesh "shop" has no service or gateway "wob"\n  hint: did you mean "web"?', () => expectMesh(mesh).from('wob')],
  [
    'the mesh "shop" has no service "paymets"\n  hint: it has ratings, reviews, store, web, google',
    () => old.notToReach('paymets'),
  ],
  ['the service "reviews" has no version "v9"\n  hint: did you mean "reviews@v1"?', () => old.notToReach('reviews@v9')],
  ['the mesh "shop" has no external service "gogle", nor one with that host', () => old.toLeaveMesh('gogle')],
  ['the mesh "shop" has no service "stare"\n  hint: did you mean "store"?', () => web.get('/', { to: 'stare' })],
  ['the mesh "shop" has no service "x"\n  hint: a URL begins with tcp:// or tls://', () => web.connect('x')],
  ['"ratings" has no TCP port', () => web.connect('ratings')],
  [
    'the request from "web" to "/" does not say which service it is for\n  hint: write a whole URL, for example http://ratings:9080/',
    () => web.get('/'),
  ],
  [
    'a share of 80 is expected, and it must be over 0 and at most 1\n  hint: what never happens is said by notToReach',
    () => old.toReach('reviews', { probability: 80 }),
  ],
  [
    'a share of 0 is expected, and it must be over 0 and at most 100\n  hint: what never happens is said by notToReach',
    () => old.toReach('reviews', { percent: 0 }),
  ],
  ['toReachOneOf names no place', () => old.toReachOneOf()],
  ['toSplit names no place that gets requests', () => old.toSplit({})],
  ['the share of reviews is -1, and it must be a number from 0', () => old.toSplit({ reviews: -1 })],
  [
    'toFailWith is given the status 200, expected 400 to 599\n  hint: toBeAnswered takes every status',
    () => old.toFailWith(200),
  ],
  ['toMeetFault is given neither delay nor abort\n  hint: name at least one', () => old.toMeetFault({})],
  ['toArriveWith names nothing to look at', () => old.toArriveWith({})],
  [
    'what a proxy writes into x-request-id is not known here',
    () => old.toArriveWith({ headers: { 'x-request-id': '1' } }),
  ],
  ['toRespondWithHeaders names no header', () => old.toRespondWithHeaders({})],
  ['toBehave is given no cases', () => expectMesh(mesh).toBehave([])],
];

it.each(questions)('says %s', (message, ask) => {
  expect(failureOf(ask)?.message).toBe(message);
});

it('refuses a request that no client can send', () => {
  expect(failureOf(() => web.get('/', { to: 'reviews', headers: { 'x-a': 'line\nbreak' } }))?.message).toContain(
    'no such request can exist',
  );
});

it('takes the port of a service that speaks bytes', () => {
  expectMesh(mesh).from('ratings').connect(store.port('tcp')).toReach(store);
});
