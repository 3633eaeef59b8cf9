import { expect, test } from 'vitest';
import { trafficRules } from '../../../lib/local-runtime/traffic/traffic-rule.js';
import { answerMesh } from '../../support/answer-mesh.js';
import { compiled } from '../../support/compiled.js';
import { rolloutIr } from '../../support/rollout/rollout-ir.js';

const ir = answerMesh({ cart: { v1: 100 }, delayMs: 100 });
const [cart, ...others] = ir.services;
if (cart === undefined) throw new Error('the mesh has no cart');
const versions = ['v1', 'v2'].map((name) => ({ ...(cart.versions[0] ?? fail()), name }));
const rolledOut = {
  ...ir,
  services: [{ ...cart, versions }, ...others],
  rollouts: [rolloutIr('cart-v2', [{ service: 'cart', stable: 'v1', canary: 'v2' }])],
};

function fail(): never {
  throw new Error('cart has no version');
}

test('has every split, delay and abort of a mesh', () => {
  const kinds = (mesh: ReturnType<typeof answerMesh>) => trafficRules(compiled(mesh)).map(({ kind }) => kind);
  expect(kinds(answerMesh({ cart: { v1: 80, v2: 20 }, delayMs: 100 }))).toEqual(['split', 'split', 'delay']);
});

test('leaves out the splits that a rollout moves', () => {
  expect(trafficRules(compiled(rolledOut))).toMatchObject([{ kind: 'delay' }]);
});
