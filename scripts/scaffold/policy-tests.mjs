// The test and the fixture of a new policy, as new-policy.mjs writes them. What needs a thought says `Todo`.

export function testSource({ camel, words }, scope) {
  return scope === 'route' ? routeTest(camel, words) : destinationTest(camel, words);
}

function destinationTest(camel, words) {
  return `import { expect, it } from 'vitest';
import { Service } from '../../constructs/index.js';
import { destinationOf, expanded } from './support/expand.js';

it('takes ${words} from the narrowest scope that gives it, and names that scope', () => {
  const [wide, narrow] = [1, 2] as Todo;
  const versions = { v1: { image: 'app:1' } };
  const mesh = expanded(
    (shop) => {
      const cart = new Service(shop, 'cart', { ports: { http: 80 }, versions, ${camel}: { setting: narrow } });
      new Service(shop, 'web', { ports: { http: 80 }, versions, calls: [cart] });
    },
    { ${camel}: { setting: wide } },
  );

  expect(destinationOf(mesh, 'web', 'cart/v1/http').${camel}).toMatchObject({
    setting: { value: narrow, origin: { constructPath: 'shop/cart' } },
  });
});
`;
}

function routeTest(camel, words) {
  return `import { expect, it } from 'vitest';
import { Service } from '../../constructs/index.js';
import { expanded, routeOf } from './support/expand.js';

it('gives a route the ${words} that its rule says, and names the rule', () => {
  const setting = 1 as Todo;
  const versions = { v1: { image: 'app:1' } };
  const mesh = expanded((shop) => {
    const cart = new Service(shop, 'cart', { ports: { http: 80 }, versions });
    new Service(shop, 'web', { ports: { http: 80 }, versions, calls: [cart] });
    cart.route({ name: 'r', ${camel}: { setting } });
  });

  expect(routeOf(mesh, 'web', 'cart', 'cart/http/r').${camel}).toMatchObject({
    setting: { value: setting, origin: { constructPath: 'shop/cart/route-1' } },
  });
});
`;
}

export function fixtureSource({ camel }, scope) {
  const wrong = `${camel}: { setting: -1 as Todo }`;
  return `import type { App } from 'cdk8s';
import { Mesh, Service } from 'meshwright';

export function build(app: App): void {
  const mesh = new Mesh(app, 'shop');
  ${scope === 'route' ? 'const cart = ' : ''}new Service(mesh, 'cart', {
    ports: { http: 8080 },
    versions: { v1: { image: 'cart:1' } },${scope === 'route' ? '' : `\n    ${wrong},`}
  });
  ${scope === 'route' ? `cart.route({ ${wrong} });` : ''}
}
`;
}
