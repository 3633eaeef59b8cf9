import { expect, test } from 'vitest';
import { removeCanary } from '../../../../lib/cli/rollout/revert/remove-canary.js';

const arms = { service: 'cart', stable: 'v1', canary: 'v2' };

function remove(text: string, services = [arms]) {
  const at = text.indexOf('new Rollout');
  const before = text.slice(0, at).split('\n');
  const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  return removeCanary(text, { rollout: 'cart-v2', ...place, services });
}

const rollout = "new Rollout(mesh, 'cart-v2', { of: cart, from: 'v1', to: 'v2' });";

test.each([
  ["{ v1: { image: 'a' }, v2: { image: 'b' } }", "{ v1: { image: 'a' } }"],
  ["{ v2: { image: 'b' }, v1: { image: 'a' } }", "{ v1: { image: 'a' } }"],
  ["{ v1: {}, 'v2': { args: ['x', 'y'], env: { A: '}' } }, }", '{ v1: {}, }'],
  ['{\n  v1: {},\n  "v2": {\n    args: [],\n  },\n}', '{\n  v1: {},\n}'],
  ['{\n  v1: {},\n  v2: {}\n}', '{\n  v1: {}\n}'],
  ['{ v1: {}, v2: { image: `cart:${tag}` } }', '{ v1: {} }'],
  ['{ v1: { a: half / 2 }, /* v2: {}, */ v2: {} }', '{ v1: { a: half / 2 } }'],
])('takes the version out of %j', (versions, left) => {
  const text = `const cart = new Service(mesh, 'cart', { versions: ${versions} });\n${rollout}\ndone();\n`;
  expect(remove(text)).toEqual({
    kind: 'removed',
    text: `const cart = new Service(mesh, 'cart', { versions: ${left} });\ndone();\n`,
  });
});

test('takes a release of several services out, wherever it stands', () => {
  const text = `function build() {
  const cart = new Service(mesh, 'cart', { versions: { v1: {}, v2: {} } });
  const web = new Service(mesh, "web", { versions: { old: {}, young: {} } });
  new Rollout(mesh, 'cart-v2', {
    release: [{ of: cart, from: 'v1', to: 'v2' }, { of: web, from: 'old', to: 'young' }],
  })
}
`;
  expect(remove(text, [arms, { service: 'web', stable: 'old', canary: 'young' }])).toEqual({
    kind: 'removed',
    text: `function build() {
  const cart = new Service(mesh, 'cart', { versions: { v1: {} } });
  const web = new Service(mesh, "web", { versions: { old: {} } });
}
`,
  });
});

const service = "const cart = new Service(mesh, 'cart', { versions: { v1: {}, v2: {} } });";

test.each([
  [`${service}\nconst all = ${rollout}`, 'the rollout on line 2 is part of a longer statement'],
  [`${service}\n${rollout.replace(');', ').suppress();')}`, 'the rollout on line 2 is part of a longer statement'],
  [`${service}\nfor (const name of names) new Rollout(mesh, name, {});`, 'not named "cart-v2" by a literal'],
  [rollout, `its file does not make service "cart" with "new Service(…, 'cart', …)" exactly once`],
  [`${service}\n${service}\n${rollout}`, 'exactly once'],
  [
    "new Service(mesh, 'cart', props);\n" + rollout,
    'the versions of service "cart" are not written down where it is made',
  ],
  [
    "new Service(mesh, 'cart', { versions: { ...all } });\n" + rollout,
    'version "v2" of service "cart" is not written down',
  ],
  [
    "new Service(mesh, 'cart', { versions: { v2: {} } });\n" + rollout,
    'version "v2" is the only one of service "cart"',
  ],
  [`${service}\ncart.route({ to: cart.version('v2') });\n${rollout}`, 'line 2 names "v2" too'],
  [`const odd = /[/]'/;\n${service}\n${rollout}`, 'its text has a template or a regular expression'],
  [`${service}\nconst text = \`a \${{ b: '}' }.b}\`;\n${rollout}`, 'its text has a template or a regular expression'],
])('refuses what it does not understand: %j', (text, sentence) => {
  const result = remove(text);
  expect(result).toMatchObject({ kind: 'refused' });
  expect(result.kind === 'refused' ? result.sentence : '').toContain(sentence);
});

test('refuses a place where no rollout is made', () => {
  const place = { line: 9, column: 1, rollout: 'cart-v2', services: [arms] };
  expect(removeCanary(`${service}\n${rollout}`, place)).toMatchObject({
    sentence: 'line 9 does not make a rollout with "new Rollout(": the program has changed since',
  });
});
