import { expect, it } from 'vitest';
import type { SimulatedMesh } from '../../lib/behaviour/simulated-mesh.js';
import { askMesh } from '../../lib/testing/ask/ask-mesh.js';
import { simulatedMeshOf } from '../../lib/testing/ask/simulated-mesh-of.js';
import { createEveryExpectation } from '../../lib/testing/create-every-expectation.js';
import { createExpectation } from '../../lib/testing/create-expectation.js';
import { failureOf } from '../support/failure-of.js';
import { testedShop } from '../support/tested-shop.js';

const { mesh } = testedShop();

/** The shop, with something on the proxy of reviews that the simulator does not know. */
function doubtfulShop(): SimulatedMesh {
  const simulated = simulatedMeshOf(mesh);
  const { network } = simulated;
  return {
    ...simulated,
    network: {
      ...network,
      proxy: (name) => {
        const proxy = network.proxy(name);
        return proxy === undefined || name !== 'reviews' ? proxy : { ...proxy, unknown: ['filter "wasm"'] };
      },
    },
  };
}

const ask = (simulated: SimulatedMesh, url: string) =>
  askMesh(simulated, { from: 'web', method: 'GET', url, headers: [] });
const doubtful = ask(doubtfulShop(), 'http://reviews:9080/old');
const message =
  /^expected GET http:\/\/reviews:9080\/old from web to have a way that can be known, but got: it is not known what this does: proxy of reviews: filter "wasm"\n/;

it('passes no expectation over what the simulator does not know, not even that something never happens', () => {
  const expectation = createExpectation(doubtful);

  expect(failureOf(() => expectation.toReach('reviews@v1'))?.message).toMatch(message);
  expect(failureOf(() => expectation.notToReach('ratings'))?.message).toMatch(message);
  expect(failureOf(() => expectation.notToMeetFault())?.message).toMatch(message);
  expect(failureOf(() => expectation.toBeDenied())?.message).toMatch(message);
});

it('passes nothing about every request where one of them meets what is not known', () => {
  const every = createEveryExpectation({ examples: [doubtful], undecided: [] });

  expect(failureOf(() => every.notToReach('ratings'))?.message).toContain('it is not known what this does');
});

it('minds only the proxies on the way', () => {
  const elsewhere = createExpectation(ask(doubtfulShop(), 'http://ratings:9080/'));

  expect(failureOf(() => elsewhere.toReach('ratings'))).toBeUndefined();
});
