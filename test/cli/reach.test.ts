import { expect, test } from 'vitest';
import { writeIr } from '../../lib/ir/codec.js';
import { shopIr } from '../support/explained-shop.js';
import { makeProject } from '../support/make-project.js';
import { runCli } from '../support/run-cli.js';
import { shopProgram } from '../support/shop-program.js';

const shop = (): string => makeProject({ 'ir.json': writeIr(shopIr) });

test('says who can reach a service of a program', async () => {
  const project = makeProject({ 'main.ts': shopProgram() });
  const { code, stdout, stderr } = await runCli(['who-can-reach', 'cart'], { directory: project });
  expect(stderr).toBe('');
  expect(stdout.split('\n').slice(0, 3)).toEqual(['cart can be reached by web', '', 'web: directly']);
  expect(code).toBe(0);
});

test('says who can reach a service with requests of one kind, as JSON too', async () => {
  const words = ['who-can-reach', '--ir', 'ir.json', 'cart', 'GET', '/api/x'];
  const [text, json] = await Promise.all([
    runCli(words, { directory: shop() }),
    runCli([...words, '--json'], { directory: shop() }),
  ]);
  expect(text.stdout.split('\n')[0]).toBe('cart with GET /api/x can be reached by web, ingress');
  expect(JSON.parse(json.stdout)).toMatchObject({
    version: 1,
    question: 'who-can-reach',
    about: 'cart',
    limits: { method: 'GET', path: '/api/x' },
    found: [{ name: 'web' }, { name: 'ingress', chain: ['ingress', 'web', 'cart'] }],
  });
});

test('says what a gateway can reach', async () => {
  const { stdout } = await runCli(['reach', '--ir', 'ir.json', 'ingress'], { directory: shop() });
  expect(stdout.split('\n')[0]).toBe('ingress can reach web, cart, stock, db');
});

test.each<readonly [string, readonly string[], string]>([
  ['a service that does not exist', ['who-can-reach', 'carts'], 'has no "carts" to ask about (did you mean "cart"?)'],
  ['a method without path', ['who-can-reach', 'cart', 'GET'], 'the requests that count are "METHOD PATH", not "GET"'],
  ['a path with query', ['who-can-reach', 'cart', 'GET', '/x?a'], 'a path without query'],
  ['a sender that does not exist', ['reach', 'x'], 'has no "x" to ask about'],
])('ends with exit code 2 for %s', async (_what, words, message) => {
  const { code, stdout, stderr } = await runCli([...words, '--ir', 'ir.json'], { directory: shop() });
  expect(stderr).toContain(message);
  expect([code, stdout]).toEqual([2, '']);
});
