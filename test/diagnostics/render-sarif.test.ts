import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { createDiagnostic } from '../../lib/diagnostics/create-diagnostic.js';
import { diagnosticCodes, type DiagnosticSlug } from '../../lib/diagnostics/codes.js';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic.js';
import type { Origin } from '../../lib/diagnostics/origin.js';
import { renderSarif } from '../../lib/diagnostics/render/sarif.js';
import { stableJson } from '../../lib/util/stable-json.js';
import sarifShape from '../fixtures/sarif/sarif-shape.schema.json' with { type: 'json' };

const at = (line: number, constructPath = 'shop/cart/route-2', file = 'src/my shop.ts'): Origin => ({
  kind: 'user',
  constructPath,
  source: { file, line, column: 3 },
});

const weights = createDiagnostic('route-weights', {
  message: 'the weights of route "x" are 90 and 20; they sum to 110, expected 100',
  origin: at(4),
  related: [{ message: 'service "cart" is declared', origin: at(1, 'shop/cart') }],
  hint: 'take 10 from one of them',
});
const unreachable = createDiagnostic('route-unreachable', { message: 'route "y" is never reached', origin: at(9) });
const suppressed: Diagnostic = {
  ...createDiagnostic('route-unreachable', { message: 'route "z" is never reached', origin: at(7) }),
  suppression: { reason: 'paused until May', origin: at(12, 'shop/cart') },
};

const runOf = (diagnostics: readonly Diagnostic[]) => {
  const [run] = renderSarif(diagnostics, { version: '1.2.3' }).runs;
  if (run === undefined) throw new Error('no run');
  return run;
};

const printsOf = (diagnostics: readonly Diagnostic[]) =>
  (runOf(diagnostics).results ?? []).map(({ partialFingerprints }) => partialFingerprints?.['meshwright/v1']);

test('names each rule with its page and level, and results point at their rule', () => {
  const { tool, results = [] } = runOf([unreachable, weights, suppressed]);
  const { rules = [] } = tool.driver;
  expect(rules).toMatchObject([
    {
      id: 'MW2201',
      name: 'RouteWeights',
      shortDescription: { text: 'The weights of a split do not sum to 100.' },
      helpUri: 'https://meshwright.dev/docs/diagnostics/MW2201-route-weights',
      defaultConfiguration: { level: 'error' },
    },
    { id: 'MW2211', name: 'RouteUnreachable', defaultConfiguration: { level: 'warning' } },
  ]);
  expect(results.map(({ ruleId, ruleIndex, level }) => [ruleId, rules[ruleIndex ?? -1]?.id, level])).toEqual([
    ['MW2201', 'MW2201', 'error'],
    ['MW2211', 'MW2211', 'warning'],
    ['MW2211', 'MW2211', 'warning'],
  ]);
});

test('says where a result is, with the other places that take part', () => {
  expect(runOf([weights]).results).toMatchObject([
    {
      message: {
        text: 'The weights of route "x" are 90 and 20; they sum to 110, expected 100. Hint: take 10 from one of them.',
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'src/my%20shop.ts', uriBaseId: '%SRCROOT%' },
            region: { startLine: 4, startColumn: 3 },
          },
          logicalLocations: [{ fullyQualifiedName: 'shop/cart/route-2', kind: 'resource' }],
        },
      ],
      relatedLocations: [{ id: 0, message: { text: 'service "cart" is declared' } }],
    },
  ]);
});

test('carries what the program suppresses, with the reason', () => {
  const { results = [] } = runOf([unreachable, suppressed]);
  expect(results.map(({ suppressions }) => suppressions)).toMatchObject([
    [{ kind: 'inSource', status: 'accepted', justification: 'paused until May' }],
    [],
  ]);
});

test('gives a result the same fingerprint after its lines and its place among the routes have changed', () => {
  const moved = { ...unreachable, origin: at(90, 'shop/cart/route-7', 'src/moved.ts') };
  expect(printsOf([moved])).toEqual(printsOf([unreachable]));
});

test('gives different results different fingerprints, also where they say the same', () => {
  const prints = printsOf([unreachable, weights, unreachable, { ...unreachable, origin: at(9, 'shop/stock/route-2') }]);
  expect(new Set(prints).size).toBe(4);
});

test('says whether the run found errors', () => {
  expect(runOf([weights]).invocations).toEqual([{ executionSuccessful: false }]);
  expect(runOf([unreachable]).invocations).toEqual([{ executionSuccessful: true }]);
});

// The shape is ours: what SARIF 2.1.0 demands of the objects that we write, and that nothing else is in them.
test('follows the shape of SARIF 2.1.0, for every code there is, and without a place', () => {
  const validate = new Ajv({ allErrors: true, strict: true })
    .addFormat('uri', (uri) => URL.canParse(uri))
    .compile(sarifShape);
  const slugs = Object.keys(diagnosticCodes) as DiagnosticSlug[];
  const all = slugs.map((slug) => createDiagnostic(slug, { message: 'a "message"\nof two lines' }));
  const log: unknown = JSON.parse(
    stableJson(renderSarif([...all, weights, unreachable, suppressed], { version: '1.2.3' })),
  );
  validate(log);
  expect(validate.errors).toBeNull();
  validate(JSON.parse(stableJson(renderSarif([], { version: '1.2.3' }))));
  expect(validate.errors).toBeNull();
});
