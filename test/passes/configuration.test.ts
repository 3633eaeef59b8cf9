import { App } from 'cdk8s';
import type { Construct } from 'constructs';
import { expect, it } from 'vitest';
import {
  errorRatio,
  ExternalService,
  Gateway,
  header,
  Mesh,
  type MeshProps,
  paced,
  Rollout,
  seconds,
  Service,
} from '../../constructs/index.js';
import { compileMesh } from '../../lib/compiler/compile-mesh.js';
import type { EffectiveMesh } from '../../lib/ir/effective-mesh.js';
import { createRolloutPlan } from '../../lib/rollout/plan/create-rollout-plan.js';

type Shop = ReturnType<typeof shop>;

/** Two clients and a gateway call the cart; the first client calls the desk as well. */
function shop(scope: Construct, props: MeshProps = {}, replicas = 1) {
  const mesh = new Mesh(scope, 'shop', props);
  const parts = { ports: { http: 80 }, versions: { v1: { image: 'a:1', replicas } } };
  const cart = new Service(mesh, 'cart', parts);
  const desk = new Service(mesh, 'desk', parts);
  new Service(mesh, 'client', { ...parts, calls: [cart, desk] });
  new Service(mesh, 'other-client', { ...parts, calls: [cart] });
  new Gateway(mesh, 'edge', { ports: { http: 80 }, hosts: ['shop.example'] }).route({
    match: header('x-edge').is('1'),
    to: cart,
  });
  return { mesh, cart, desk };
}

function rolledOut(present: (scope: Construct) => Shop, tried: (scope: Construct) => Shop) {
  const { mesh } = present(new App());
  new Rollout(mesh, 'next', {
    configuration: (scope) => tried(scope).mesh,
    strategy: paced(),
    criteria: [errorRatio()],
  });
  return compileMesh(mesh.toIr());
}

/** What has room for another configuration: callers and callees, gateways and hosts. */
function rooms({ proxies }: EffectiveMesh): readonly string[] {
  return proxies.flatMap((proxy) =>
    proxy.kind === 'gateway'
      ? proxy.ports.flatMap(({ virtualHosts }) =>
          virtualHosts.flatMap(({ host, variant }) => (variant === undefined ? [] : [`${proxy.name} ${host}`])),
        )
      : proxy.outbound.flatMap((port) =>
          port.kind === 'http' && port.variant !== undefined ? [`${proxy.name} ${port.callee.service.name}`] : [],
        ),
  );
}

function closedCart(scope: Construct): Shop {
  const declared = shop(scope);
  declared.cart.route({ match: header('x-closed').is('1'), to: declared.cart, timeout: seconds(1) });
  return declared;
}

function compiled(result: ReturnType<typeof compileMesh>): EffectiveMesh {
  expect(result.diagnostics).toEqual([]);
  if (result.mesh === undefined) throw new Error('there are no errors');
  return result.mesh;
}

it('all that leads to the service of another rule has room for the candidate, and nothing else', () => {
  const mesh = compiled(rolledOut(shop, closedCart));
  expect(rooms(mesh)).toEqual(['client cart', 'other-client cart', 'edge shop.example']);
  expect(mesh.ir.rollouts.map(({ subject }) => subject)).toMatchObject([{ kind: 'configuration', services: ['cart'] }]);
});

it('other routes of one list are the same list for all callers, and a list without room stays as it was', () => {
  const mesh = compiled(rolledOut(shop, closedCart));
  const portOf = (name: string, callee: string) => {
    const proxy = mesh.proxies.find((each) => each.name === name);
    const port =
      proxy?.kind === 'service' ? proxy.outbound.find((each) => each.callee.service.name === callee) : undefined;
    if (port?.kind !== 'http') throw new Error(`${name} calls ${callee}`);
    return port;
  };
  const [first, second] = [portOf('client', 'cart'), portOf('other-client', 'cart')];
  expect(first.routes).toBe(second.routes);
  expect(first.variant).toBe(second.variant);
  expect(first.variant?.routes.map(({ name }) => name)).toEqual(['cart/http/route-1~next', 'cart/http/default~next']);
  expect(portOf('client', 'desk').variant).toBeUndefined();
});

it('the candidate has destinations of its own, with the endpoints of the mesh that runs', () => {
  const mesh = compiled(rolledOut(shop, closedCart));
  const client = mesh.proxies.find(({ name }) => name === 'client');
  expect(client?.destinations.map(({ name }) => name)).toEqual(['cart/v1/http', 'cart/v1/http~next', 'desk/v1/http']);
  const [present, tried] = client?.destinations ?? [];
  expect(tried?.backend).toEqual(present?.backend);
  expect(tried?.backend.service).toBe(present?.backend.service);
});

it('what no route of the candidate takes at a gateway is answered with 404 and goes nowhere else', () => {
  const mesh = compiled(rolledOut(shop, closedCart));
  const edge = mesh.proxies.find(({ kind }) => kind === 'gateway');
  const variants = edge?.kind === 'gateway' ? edge.ports.flatMap(({ virtualHosts }) => virtualHosts) : [];
  expect(variants.map(({ variant }) => variant?.otherwise)).toEqual(['none~next']);
});

it('requests to external services are not divided: what would change them is refused, with both places', () => {
  const withBank = (props: MeshProps) => (scope: Construct) => {
    const declared = shop(scope, props);
    const bank = new ExternalService(declared.mesh, 'bank', { hosts: ['bank.example'], ports: { http: 80 } });
    new Service(declared.mesh, 'till', {
      ports: { http: 80 },
      versions: { v1: { image: 'till:1' } },
      calls: [bank],
    });
    return declared;
  };
  const { diagnostics } = rolledOut(withBank({}), withBank({ timeout: seconds(1) }));
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
    [
      'MW2513',
      'the configuration of rollout "next" changes what goes from service "till" to external service "bank", port "http": of connections, and of requests that no service of the mesh answers, no share can be taken',
    ],
  ]);
});

it('a configuration is named by its rules and policies, and the one that was promoted is what the next one starts from', () => {
  const planOf = (present: (scope: Construct) => Shop, tried: (scope: Construct) => Shop) => {
    const { ir } = compiled(rolledOut(present, tried));
    const [rollout] = ir.rollouts;
    if (rollout === undefined) throw new Error('there is a rollout');
    return createRolloutPlan(ir, rollout);
  };
  const more = (scope: Construct) => shop(scope, {}, 3);
  const moreClosed = (scope: Construct) => {
    const declared = more(scope);
    declared.cart.route({ match: header('x-closed').is('1'), to: declared.cart, timeout: seconds(1) });
    return declared;
  };
  const patient = (scope: Construct) => shop(scope, { timeout: seconds(2) });
  expect(planOf(more, moreClosed).revision).toBe(planOf(shop, closedCart).revision);
  expect(planOf(shop, patient).revision).not.toBe(planOf(shop, closedCart).revision);
  expect(planOf(closedCart, patient).subject).toMatchObject({ from: toOf(planOf(shop, closedCart)) });
});

function toOf({ subject }: ReturnType<typeof createRolloutPlan>): string | undefined {
  return subject.kind === 'configuration' ? subject.to : undefined;
}
