import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startApi, type TestApi } from '../support/mesh-api/start-api.js';

/** What the API has to have done: instances of a service by id, with their weight and status. */
type Model = Map<string, Map<string, { weight: number; status: string }>>;

type Step =
  | {
      readonly kind: 'put' | 'register' | 'patch';
      readonly service: string;
      readonly id: string;
      readonly weight: number;
    }
  | { readonly kind: 'drain' | 'remove' | 'renew'; readonly service: string; readonly id: string }
  | { readonly kind: 'put-service' | 'delete-service'; readonly service: string };

const service = fc.constantFrom('a', 'b');
const id = fc.constantFrom('1', '2', '3');
const weight = fc.integer({ min: 1, max: 10_000 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('put', 'register', 'patch'), service, id, weight }),
  fc.record({ kind: fc.constantFrom('drain', 'remove', 'renew'), service, id }),
  fc.record({ kind: fc.constantFrom('put-service', 'delete-service'), service }),
);

const described = { address: '10.0.0.1', ports: { http: 80 } };

type InstanceStep = Extract<Step, { readonly id: string }>;
type Instances = Map<string, { weight: number; status: string }>;

/** Does a step in the model; gives the status that the API has to answer with. */
function expected(model: Model, asked: Step): number {
  const instances = model.get(asked.service);
  if ('id' in asked) return expectedOfInstance(model, asked);
  if (asked.kind === 'put-service') {
    model.set(asked.service, instances ?? (new Map() as Instances));
    return instances === undefined ? 201 : 200;
  }
  if (instances === undefined) return 404;
  if (instances.size > 0) return 409;
  model.delete(asked.service);
  return 204;
}

function expectedOfInstance(model: Model, asked: InstanceStep): number {
  const instances: Instances = model.get(asked.service) ?? (new Map() as Instances);
  const known = instances.get(asked.id);
  if (asked.kind === 'put' || asked.kind === 'register') {
    if (known !== undefined && asked.kind === 'register') return 409;
    model.set(asked.service, instances.set(asked.id, { weight: asked.weight, status: 'healthy' }));
    return known === undefined ? 201 : 200;
  }
  if (known === undefined) return 404;
  if (asked.kind === 'remove') instances.delete(asked.id);
  if (asked.kind === 'patch') known.weight = asked.weight;
  if (asked.kind === 'drain') known.status = 'draining';
  return asked.kind === 'remove' ? 204 : 200;
}

async function done({ operator }: TestApi, asked: Step): Promise<number> {
  const path = `/v1/services/${asked.service}`;
  if (!('id' in asked))
    return (await (asked.kind === 'put-service' ? operator('PUT', path, { body: {} }) : operator('DELETE', path)))
      .status;
  const at = `${path}/instances/${asked.id}`;
  switch (asked.kind) {
    case 'put':
      return (await operator('PUT', at, { body: { ...described, weight: asked.weight } })).status;
    case 'register':
      return (
        await operator('POST', `${path}/instances`, { body: { id: asked.id, ...described, weight: asked.weight } })
      ).status;
    case 'patch':
      return (await operator('PATCH', at, { body: { weight: asked.weight } })).status;
    case 'remove':
      return (await operator('DELETE', at)).status;
    case 'drain':
    case 'renew':
      return (await operator('POST', `${at}/${asked.kind}`)).status;
  }
}

async function state({ reader }: TestApi): Promise<unknown> {
  const { body: services } = await reader('GET', '/v1/services');
  const { body: instances } = await reader('GET', '/v1/instances');
  return {
    services: (services as { items: { name: string }[] }).items.map(({ name }) => name),
    instances: (instances as { items: { service: string; id: string; weight: number; status: string }[] }).items.map(
      (each) => [each.service, each.id, each.weight, each.status],
    ),
  };
}

test('random calls are answered as the model says, and leave what it says', async () => {
  const api = await startApi({ limits: { calls: { max: 1_000_000, windowMs: 1000 } } });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const model: Model = new Map();
      for (const asked of steps) expect([asked, await done(api, asked)]).toEqual([asked, expected(model, asked)]);
      const services = [...model.keys()].sort();
      expect(await state(api)).toEqual({
        services,
        instances: services.flatMap((name) =>
          [...(model.get(name) ?? [])].sort().map(([key, value]) => [name, key, value.weight, value.status]),
        ),
      });
      for (const name of services) {
        for (const key of model.get(name)?.keys() ?? [])
          await api.operator('DELETE', `/v1/services/${name}/instances/${key}`);
        await api.operator('DELETE', `/v1/services/${name}`);
      }
    }),
    { numRuns: 30 },
  );
}, 60_000);
