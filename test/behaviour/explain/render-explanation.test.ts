import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { renderExplanation } from '../../../lib/behaviour/explain/render-explanation.js';
import { renderExplanationJson } from '../../../lib/behaviour/explain/render-explanation-json.js';
import { explainShop } from '../../support/explained-shop.js';

const tester = explainShop({ from: 'web', url: 'http://cart:8080/x', headers: [['x-tester', 'yes']] });

test('says the result in the first line', () => {
  expect(renderExplanation(tester).split('\n')[0]).toBe(
    'GET http://cart:8080/x from web -> 75% cart@v2, 25% 418 from web (an injected fault)',
  );
  expect(renderExplanation(explainShop({ from: 'web', url: 'http://stock:8080/' })).split('\n')[0]).toBe(
    'GET http://stock:8080/ from web -> denied with 502: service "web" does not declare a call to "stock:8080"',
  );
});

test('tells one line a step, each with its place', () => {
  expect(renderExplanation(tester)).toContain(
    [
      '  route      "cart/http/testers" takes it (header x-tester is "yes"); 3 routes behind it not asked  main.ts:12:1',
      '  filters    envoy.filters.http.fault injects a fault, envoy.filters.http.router sends it on',
      '  fault      waits 500 ms for 50%  main.ts:15:1',
      '             answers 418 to 25%',
      '  by Envoy   header x-envoy-expected-rq-timeout-ms: "3000" added',
      '  timeout    request 3 s  main.ts:13:1',
      '             idle 300 s  (default)',
      '  retries    at most 2  main.ts:14:1',
      '             on 5xx  main.ts:14:1',
      '             each try no limit',
      '             back-off from 25 ms  (default)',
      '             back-off up to 250 ms  (default)',
      '  to         100% cluster "cart/v2/http": cart@v2  (shop/cart)',
      '',
      'cart (inbound, before cart@v2)',
    ].join('\n'),
  );
});

test('names files as it is told to, and colours only when it is told to', () => {
  const plain = renderExplanation(tester, { displayFile: (file) => `../${file}` });
  expect(plain).toContain('  ../main.ts:12:1\n');
  expect(stripVTControlCharacters(plain)).toBe(plain);
  const coloured = renderExplanation(tester, { colour: true });
  expect(coloured).not.toBe(stripVTControlCharacters(coloured));
  expect(stripVTControlCharacters(coloured)).toBe(renderExplanation(tester));
});

test('warns above everything else when parts are unknown', () => {
  const unsure = {
    ...tester,
    isComplete: false,
    hops: tester.hops.map((hop) => ({
      ...hop,
      steps: [...hop.steps, { kind: 'unknown', what: ['filter "lua"'], origin: undefined } as const],
    })),
  };
  const text = renderExplanation(unsure);
  expect(text.split('\n')[2]).toBe('  not sure: some parts are unknown to the simulator, see UNKNOWN below');
  expect(text).toContain('  UNKNOWN    the simulator does not know these, and the real result may differ:\n');
  expect(text).toContain('             filter "lua"\n');
});

test('keeps each thing told in one line', () => {
  const [hop] = tester.hops;
  if (hop === undefined) throw new Error('no proxy on the way');
  const step = { kind: 'denial', text: 'a\nb', status: undefined, origin: undefined } as const;
  const text = renderExplanation({ ...tester, hops: [{ ...hop, steps: [step] }] });
  expect(text.split('\n').at(-2)).toBe('  DENIED     a b');
});

test('gives programs a JSON document with a version', () => {
  const json = JSON.parse(renderExplanationJson(tester)) as Record<string, unknown>;
  expect(Object.keys(json)).toEqual(['hops', 'isComplete', 'request', 'results', 'version']);
  expect(json).toMatchObject({
    version: 1,
    isComplete: true,
    request: { from: 'web', method: 'GET', url: 'http://cart:8080/x', headers: [['x-tester', 'yes']] },
    results: [{ probability: { numerator: 3, denominator: 4 }, end: { kind: 'workload', workload: 'cart@v2' } }, {}],
  });
});
