import { expect, it } from 'vitest';
import { runSnippet } from '../support/run-snippet.js';

// What only JavaScript can say. Each gets a diagnostic, and no exception of ours.
const service = (parts: string): string => `new Service(mesh, 'cart', { ${parts} })`;
const http = 'ports: { http: 8080 }';
const version = "versions: { v1: { image: 'cart:1' } }";
const cart = `const cart = ${service(`${http}, ${version}`)};`;

const mistakes = [
  ['a port as text', service(`ports: { http: '8080' }, ${version}`), 'invalid-value'],
  ['a port without number', service(`ports: { http: undefined }, ${version}`), 'invalid-value'],
  ['an image that is no text', service(`${http}, versions: { v1: { image: 5 } }`), 'invalid-value'],
  ['a number of retries as text', service(`${http}, ${version}, retries: { attempts: '3' }`), 'invalid-value'],
  ['a label that is no text', service(`${http}, ${version}, labels: { team: 5 }`), 'invalid-value'],
  ['an account that is no text', service(`${http}, ${version}, serviceAccount: 5`), 'invalid-name'],
  ['hashing by nothing', service(`${http}, ${version}, loadBalancing: LoadBalancing.maglev({})`), 'empty-value'],
  ['a weight as text', `${cart} cart.route({ to: split({ v1: '100' }) })`, 'invalid-value'],
  ['a path that is no text', `${cart} cart.route({ match: path.prefix(5), to: cart })`, 'invalid-value'],
  ['a RegExp of JavaScript', `${cart} cart.route({ match: path.regex(/a/), to: cart })`, 'invalid-regex'],
  ['a status as text', `${cart} cart.route({ fault: { abort: { httpStatus: '503' } } })`, 'invalid-value'],
  ['a host that is no text', `new Gateway(mesh, 'ingress', { ${http}, hosts: [5] })`, 'invalid-host'],
] as const;

it.each(mistakes)('tells of %s', (_what, code, slug) => {
  expect(runSnippet(code).map((diagnostic) => diagnostic.slug)).toEqual([slug]);
});
