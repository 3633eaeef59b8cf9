import type { DiagnosticDetails } from '../../diagnostics/create-diagnostic.js';
import type { Origin } from '../../diagnostics/origin.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import type { Service } from '../../ir/service.js';
import { defineCheck } from '../define-check.js';
import { isUnconditional } from '../match/is-unconditional.js';

interface Named {
  readonly name: string;
  /** With the name, as a message says it. */
  readonly words: string;
  readonly origin: Origin;
}

/**
 * Finds names that two constructs have: services, external services and gateways share one set of names, rollouts have another; versions and
 * ports have one a service, routes one an owner. Names that a target derives from them are the target's to judge.
 */
export const duplicateName = defineCheck('duplicate-name', function* ({ ir }) {
  yield* findRepeats(elementsOf(ir), 'the mesh');
  yield* findRepeats(
    ir.rollouts.map((rollout) => named('rollout', rollout)),
    'the mesh',
  );
  for (const owner of ir.services) {
    const { origin, versions, ports, routes } = owner;
    const words = `service "${owner.name}"`;
    yield* findRepeats(
      versions.map((version) => named('version', version)),
      words,
    );
    yield* findRepeats(
      ports.map(({ name }) => named('port', { name, origin })),
      words,
    );
    yield* findRepeats(
      routes.map((route) => named('route', route)),
      words,
    );
    yield* findDefaultRoutes(owner);
  }
  for (const { name, origin, ports } of ir.externalServices) {
    yield* findRepeats(
      ports.map((port) => named('port', { name: port.name, origin })),
      `external service "${name}"`,
    );
  }
  for (const { name, origin, ports, routes } of ir.gateways) {
    yield* findRepeats(
      ports.map((port) => named('port', { name: port.name, origin })),
      `gateway "${name}"`,
    );
    yield* findRepeats(
      routes.map((route) => named('route', route)),
      `gateway "${name}"`,
    );
  }
});

function elementsOf(ir: MeshIr): Named[] {
  return [
    ...ir.services.map((service) => named('service', service)),
    ...ir.externalServices.map((service) => named('external service', service)),
    ...ir.gateways.map((gateway) => named('gateway', gateway)),
  ];
}

function named(noun: string, { name, origin }: { readonly name: string; readonly origin: Origin }): Named {
  return { name, words: `${noun} "${name}"`, origin };
}

function* findRepeats(items: readonly Named[], within: string): Generator<DiagnosticDetails> {
  const firstByName = new Map<string, Named>();
  for (const item of items) {
    const first = firstByName.get(item.name);
    if (first === undefined) {
      firstByName.set(item.name, item);
      continue;
    }
    yield {
      message: `${item.words} has the name of another ${first.words.split(' "')[0]} in ${within}`,
      origin: item.origin,
      related: [{ message: `the first "${first.name}" is declared`, origin: first.origin }],
      hint: 'give one of them another name',
    };
  }
}

/** The route that is added behind all others, and takes what they leave, is called `default`. */
function* findDefaultRoutes({ name, routes }: Service): Generator<DiagnosticDetails> {
  for (const route of routes) {
    if (route.kind !== 'http' || route.name !== 'default' || isUnconditional(route.match)) continue;
    yield {
      message: `route "default" of service "${name}" has the name of the route that is added behind all others`,
      origin: route.origin,
      hint: 'call it something else; only a route that takes every request can be the default',
    };
  }
}
