import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createValidator, type JsonObject } from 'envoy-config-types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findTool } from '../../support/tools.js';
import { baseBootstrap } from './support/base-bootstrap.js';
import { judgeAgreement, type Verdict } from './support/judge-agreement.js';
import { mutate } from './support/mutations.js';
import { createRandom } from './support/random.js';
import { runEnvoy } from './support/run-envoy.js';

const BOOTSTRAP = 'envoy.config.bootstrap.v3.Bootstrap';

// More, or others: MUTATIONS=2000 MUTATION_SEED=5 npx vitest run envoy-agreement
const mutations = Number(process.env['MUTATIONS'] ?? 150);
const seed = Number(process.env['MUTATION_SEED'] ?? 2026);
const AT_ONCE = 2;

const envoy = await findTool('envoy');
const validator = createValidator();
// Written with the strict types, so a plain JSON object.
const base = baseBootstrap as unknown as JsonObject;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'envoy-agreement-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const ask = async (config: JsonObject, name: string): Promise<string | undefined> =>
  await runEnvoy({ binary: envoy.path, file: join(folder, `${name}.json`), config: JSON.stringify(config) });

test('accepts the base configuration', () => {
  expect(validator.validate(BOOTSTRAP, base).errors).toEqual([]);
});

test.skipIf(envoy.isMissing)('Envoy accepts the base configuration', async () => {
  expect(await ask(base, 'base')).toBeUndefined();
});

test.skipIf(envoy.isMissing)(
  `agrees with Envoy on ${mutations} mutations of seed ${seed}`,
  { timeout: 60_000 + mutations * 1000 },
  async () => {
    const random = createRandom(seed);
    const verdicts: Verdict[] = [];
    while (verdicts.length < mutations) {
      const batch = Array.from({ length: AT_ONCE }, () => mutate(base, random));
      const answers = await Promise.all(batch.map(async ({ config }, index) => await ask(config, `mutation-${index}`)));
      batch.forEach(({ config, description }, index) => {
        verdicts.push({ description, ours: validator.validate(BOOTSTRAP, config).errors, envoy: answers[index] });
      });
    }
    const { unexplained, ...counts } = judgeAgreement(verdicts);
    process.stderr.write(`agreement with Envoy, seed ${seed}: ${JSON.stringify(counts)}\n`);
    expect(unexplained).toEqual([]);
    // A generator that only made harmless or only hopeless changes would prove nothing.
    expect(counts.bothAccept).toBeGreaterThan(mutations / 5);
    expect(counts.bothReject).toBeGreaterThan(mutations / 3);
  },
);

const clean: Verdict['ours'] = [];
const finding = (message: string): Verdict['ours'] => [{ path: 'a.b', message }];

test.each<[string, Verdict]>([
  [
    'a field rule that we miss',
    {
      description: 'd',
      ours: clean,
      envoy: 'Proto constraint validation failed (ClusterValidationError.Name: value length must be at least 1)',
    },
  ],
  [
    'a wrong kind of extension that we miss',
    {
      description: 'd',
      ours: clean,
      envoy:
        "Didn't find a registered implementation for 'x' with type URL: 'envoy.extensions.filters.http.router.v3.Router'",
    },
  ],
  [
    'a parse error that we miss',
    {
      description: 'd',
      ours: clean,
      envoy: 'Unable to parse JSON as proto (INVALID_ARGUMENT: no such field: \'x\'): {"cluster":"unknown cluster"}',
    },
  ],
  ['a rejection of what Envoy takes', { description: 'd', ours: finding('is required'), envoy: undefined }],
  [
    'a rejection for a laxity and something else',
    {
      description: 'd',
      ours: [...finding('expects an object (x), got null'), ...finding('must not be empty')],
      envoy: undefined,
    },
  ],
])('does not excuse %s', (_what, verdict) => {
  expect(judgeAgreement([verdict]).unexplained).toHaveLength(1);
});

test.skipIf(envoy.isMissing)('would notice a validator without the rules', { timeout: 60_000 }, async () => {
  const random = createRandom(seed);
  const verdicts: Verdict[] = [];
  for (let index = 0; index < 30; index++) {
    const { config, description } = mutate(base, random);
    verdicts.push({ description, ours: [], envoy: await ask(config, 'blind') });
  }
  expect(judgeAgreement(verdicts).unexplained.length).toBeGreaterThan(5);
});
