import { App } from 'cdk8s';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  Gateway,
  Mesh,
  Service,
  allOf,
  anyOf,
  header,
  method,
  path,
  query,
  type Condition,
} from '../../constructs/index.js';
import { lowerMatch } from '../../constructs/internal/lower-match.js';
import { containsRequest } from '../../lib/simulate/sets/contains-request.js';
import { askMesh } from '../../lib/testing/ask/ask-mesh.js';
import { simulatedMeshOf } from '../../lib/testing/ask/simulated-mesh-of.js';
import { matchSet } from '../../lib/testing/every/match-set.js';
import { expectMesh } from '../../lib/testing/index.js';
import { failureOf } from '../support/failure-of.js';

const simple: readonly Condition[] = [
  path.prefix('/a'),
  path.prefix('/a/b'),
  path.exact('/a'),
  path.regex('/a/[0-9]+'),
  header('x-one').is('1'),
  header('x-one').isAbsent(),
  header('x-two').startsWith('t'),
  method('GET'),
  method('POST', 'PUT'),
  query('q').is('1'),
];
const condition = fc.oneof(
  fc.constantFrom(...simple),
  fc.tuple(fc.constantFrom(...simple), fc.constantFrom(...simple)).map(([one, other]) => allOf(one, other)),
  fc.tuple(fc.constantFrom(...simple), fc.constantFrom(...simple)).map(([one, other]) => anyOf(one, other)),
);
const request = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT'),
  url: fc
    .tuple(fc.constantFrom('/', '/a', '/a/b', '/a/7', '/a/b/c', '/ab'), fc.constantFrom('', '?q=1', '?q=2'))
    .map((parts) => parts.join('')),
  headers: fc
    .tuple(fc.constantFrom(undefined, '1', '2'), fc.constantFrom(undefined, 'two', 'other'))
    .map(([one, two]) => [
      ...(one === undefined ? [] : [['x-one', one] as const]),
      ...(two === undefined ? [] : [['x-two', two] as const]),
    ]),
});

function meshOf(rules: readonly Condition[]) {
  const mesh = new Mesh(new App(), 'shop');
  const services = ['one', 'two', 'three'].map(
    (name) => new Service(mesh, name, { ports: { http: 80 }, versions: { v1: { image: 'x:1' } } }),
  );
  const ingress = new Gateway(mesh, 'ingress', { ports: { http: 80 } });
  rules.forEach((match, index) => {
    const to = services[index % services.length];
    if (to !== undefined) ingress.route({ name: `rule-${index}`, match, to });
  });
  return mesh;
}

it('says of every request what is so of each, and shows a request where it is not', () => {
  const property = fc.property(
    fc.array(condition, { minLength: 1, maxLength: 5 }),
    condition,
    fc.array(request, { minLength: 30, maxLength: 30 }),
    (rules, asked, samples) => {
      const mesh = meshOf(rules);
      // Two conditions of a rule may contradict each other, which is an error of its own.
      fc.pre(mesh.diagnostics().every(({ severity }) => severity !== 'error'));
      const simulated = simulatedMeshOf(mesh);
      const set = matchSet(lowerMatch(asked));
      const every = () => expectMesh(mesh).from('ingress').everyRequest(asked);
      const failure = failureOf(() => every().notToReach('one'));
      const denied = failureOf(() => every().toBeDenied());
      fc.pre(failure?.message.startsWith('no request meets') !== true);

      // Every failure comes with a request that the simulator ran.
      expect(failure?.message ?? 'not every request: ').toMatch(/^not every request: /);
      expect(denied?.message ?? 'not every request: ').toMatch(/^not every request: /);
      for (const sample of samples) {
        const { trace } = askMesh(simulated, { from: 'ingress', ...sample });
        const received = trace.step.decision?.request;
        if (received === undefined || !containsRequest(set, received)) continue;
        const reached = trace.results.map(({ end }) => (end.kind === 'workload' ? end.workload : end.kind));
        if (failure === undefined) expect(reached).not.toContain('one@v1');
        if (denied === undefined) expect(reached).toEqual(['answer']);
      }
    },
  );
  fc.assert(property, { numRuns: 60 });
});
