import { expect, it } from 'vitest';
import { examplePrograms, bookinfoIntents, runExample } from '../support/example-program.js';

// The one program with a defect keeps it because the file that it follows has it.
const expectedWarnings: Readonly<Record<string, readonly string[]>> = {
  'bookinfo/intents/fault-injection-details-v1.ts': ['MW2211'],
};

it.each(examplePrograms)(
  '%s compiles without errors, with just the warnings that its comments tell',
  async (program) => {
    const { diagnostics } = await runExample(program);

    expect(diagnostics.map(({ code }) => code)).toEqual(expectedWarnings[program] ?? []);
  },
);

it('holds a program for each of the networking files of Bookinfo', () => {
  expect(bookinfoIntents).toEqual([
    'bookinfo-gateway',
    'certmanager-gateway',
    'destination-rule-all',
    'destination-rule-all-mtls',
    'destination-rule-reviews',
    'egress-rule-google-apis',
    'fault-injection-details-v1',
    'virtual-service-all-v1',
    'virtual-service-details-v2',
    'virtual-service-ratings-db',
    'virtual-service-ratings-mysql',
    'virtual-service-ratings-mysql-vm',
    'virtual-service-ratings-test-abort',
    'virtual-service-ratings-test-delay',
    'virtual-service-reviews-50-v3',
    'virtual-service-reviews-80-20',
    'virtual-service-reviews-90-10',
    'virtual-service-reviews-jason-v2-v3',
    'virtual-service-reviews-test-v2',
    'virtual-service-reviews-v2-v3',
    'virtual-service-reviews-v3',
  ]);
});

it('points with its warning to the rule that no request reaches, and to the one before it', async () => {
  const { diagnostics } = await runExample('bookinfo/intents/fault-injection-details-v1.ts');

  expect(diagnostics).toMatchObject([
    {
      slug: 'route-unreachable',
      severity: 'warning',
      origin: { source: { file: 'examples/bookinfo/intents/fault-injection-details-v1.ts', line: 10 } },
      related: [{ origin: { source: { file: 'examples/bookinfo/intents/fault-injection-details-v1.ts', line: 8 } } }],
    },
  ]);
});
