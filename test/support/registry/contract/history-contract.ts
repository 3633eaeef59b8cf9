import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyContent } from '../../../../lib/registry/rules/content-draft.js';
import { applyWrite } from '../apply-write.js';
import type { InstanceStatus } from '../../../../lib/registry/model/instance-record.js';
import type { RegistryContent } from '../../../../lib/registry/model/registry-content.js';
import type { Precondition, RegistryWrite } from '../../../../lib/registry/model/registry-write.js';
import type { RegistryWriteResult } from '../../../../lib/registry/model/registry-write-result.js';
import type { BackendContract } from './backend-under-test.js';
import { startBackend, type StartedBackend } from './start-backend.js';

/** A write whose precondition may name a revision that the record has, had, or never had. */
type When = 'any' | 'absent' | 'present' | 'now' | 'before' | 'never';

interface Step {
  readonly kind: RegistryWrite['kind'];
  readonly service: number;
  readonly id: number;
  readonly weight: number;
  readonly status: InstanceStatus | undefined;
  readonly isChecked: boolean;
  readonly when: When;
}

const statuses = ['healthy', 'unhealthy', 'draining'] as const;
const kinds = [
  'put-service',
  'delete-service',
  'put-instance',
  'put-instance',
  'set-instance-status',
  'renew-instance',
  'delete-instance',
] as const;
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...kinds),
  service: fc.nat(1),
  id: fc.nat(1),
  weight: fc.integer({ min: 1, max: 3 }),
  status: fc.constantFrom(undefined, undefined, ...statuses),
  isChecked: fc.boolean(),
  when: fc.constantFrom('any', 'any', 'absent', 'present', 'now', 'before', 'never'),
});

/** Whatever is written in whatever order: results and content are those of the rules. */
export function historyContract(contract: BackendContract): void {
  const { name, capabilities } = contract;

  test(
    `${name}: after any history of writes results and content are those of the rules`,
    { timeout: 120_000 },
    async () => {
      const started = await startBackend(contract);
      let run = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
          run += 1;
          await playHistory(started, steps, `r${String(run)}-`);
        }),
        { numRuns: capabilities.histories ?? 20 },
      );
    },
  );
}

async function playHistory(
  { backend, followed }: StartedBackend,
  steps: readonly Step[],
  prefix: string,
): Promise<void> {
  let model = emptyContent;
  /** The backend's revisions by the model's. */
  const revisions = new Map<string, string>();
  const earlier = new Map<string, string>();
  for (const [index, one] of steps.entries()) {
    const service = `${prefix}s${String(one.service)}`;
    const id = `i${String(one.id)}`;
    const isOfService = one.kind.endsWith('-service');
    const record = isOfService ? model.services.get(service) : model.instances.get(service)?.get(id);
    const recordKey = isOfService ? service : `${service}/${id}`;
    const of = isOfService ? 'service' : 'instance';
    // A service that an instance has made has a revision that no result told.
    const isTold = record === undefined || revisions.has(`${of} ${record.revision}`);
    const when = one.when === 'now' && !isTold ? 'present' : one.when;
    const precondition = preconditionOf(when, record?.revision, earlier.get(recordKey));
    const write = writeOf(one, { service, id }, precondition);
    const expected = applyWrite(model, write, `m${String(index)}`);
    const real = await backend.write(withRevisions(write, of, revisions));
    learn(revisions, expected.result, real);
    expect(real, `step ${String(index)}: ${JSON.stringify(write)}`).toEqual(translate(expected.result, of, revisions));
    if (expected.result.kind === 'done' && record !== undefined) earlier.set(recordKey, record.revision);
    model = expected.content;
  }
  const wanted = JSON.stringify(plain(model, revisions, prefix));
  await followed
    .until((content) => JSON.stringify(plain(content, undefined, prefix)) === wanted, 10_000)
    .catch(() => undefined);
  expect(plain(followed.content(), undefined, prefix)).toEqual(plain(model, revisions, prefix));
}

function preconditionOf(when: When, now: string | undefined, before: string | undefined): Precondition {
  if (when === 'any' || when === 'absent' || when === 'present') return { kind: when };
  const revision = when === 'now' ? now : when === 'before' ? before : undefined;
  return { kind: 'revision', revision: revision ?? 'never-used' };
}

function writeOf(one: Step, key: { service: string; id: string }, precondition: Precondition): RegistryWrite {
  switch (one.kind) {
    case 'put-service':
      return { kind: one.kind, name: key.service, metadata: { weight: String(one.weight) }, precondition };
    case 'delete-service':
      return { kind: one.kind, name: key.service, precondition };
    case 'put-instance':
      return {
        kind: one.kind,
        instance: {
          ...key,
          address: '10.0.0.1',
          ports: { http: 8080 },
          weight: one.weight,
          metadata: {},
          ...(one.isChecked ? { healthCheck: { kind: 'tcp', port: 'http', intervalMs: 3_600_000 } } : {}),
        },
        ...(one.status === undefined ? {} : { status: one.status }),
        precondition,
      };
    case 'set-instance-status':
      return { kind: one.kind, key, status: one.status ?? 'healthy', precondition };
    case 'renew-instance':
      return { kind: one.kind, key };
    case 'delete-instance':
      return { kind: one.kind, key, precondition };
  }
}

function withRevisions(write: RegistryWrite, of: string, revisions: ReadonlyMap<string, string>): RegistryWrite {
  if (write.kind === 'renew-instance' || write.precondition.kind !== 'revision') return write;
  const { revision } = write.precondition;
  return { ...write, precondition: { kind: 'revision', revision: revisions.get(`${of} ${revision}`) ?? revision } };
}

function learn(revisions: Map<string, string>, expected: RegistryWriteResult, real: RegistryWriteResult): void {
  if (expected.kind !== 'done' || real.kind !== 'done') return;
  for (const of of ['service', 'instance'] as const) {
    const model = expected[of]?.revision;
    const ours = real[of]?.revision;
    if (model !== undefined && ours !== undefined && !revisions.has(`${of} ${model}`))
      revisions.set(`${of} ${model}`, ours);
  }
}

function translate(result: RegistryWriteResult, of: string, revisions: ReadonlyMap<string, string>): unknown {
  const real = (revision: string): unknown => revisions.get(`${of} ${revision}`) ?? expect.any(String);
  if (result.kind === 'conflict')
    return result.revision === undefined ? result : { ...result, revision: real(result.revision) };
  if (result.kind === 'refused') return { ...result, detail: expect.any(String) as unknown };
  if (result.kind !== 'done') return result;
  const { service, instance } = result;
  return {
    ...result,
    ...(service === undefined ? {} : { service: { ...service, revision: real(service.revision) } }),
    ...(instance === undefined ? {} : { instance: { ...instance, revision: real(instance.revision) } }),
  };
}

/** Sorted, without the revisions of services: an instance may have made the record. */
function plain(content: RegistryContent, revisions: ReadonlyMap<string, string> | undefined, prefix: string): unknown {
  const services = [...content.services.values()]
    .filter(({ name }) => name.startsWith(prefix))
    .map(({ name, metadata }) => ({ name, metadata }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const instances = [...content.instances.values()]
    .flatMap((ofService) => [...ofService.values()])
    .filter(({ service }) => service.startsWith(prefix))
    .map(({ service, id, weight, status, healthCheck, revision }) => ({
      key: `${service}/${id}`,
      weight,
      status,
      isChecked: healthCheck !== undefined,
      revision: revisions?.get(`instance ${revision}`) ?? revision,
    }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  return { services, instances };
}
