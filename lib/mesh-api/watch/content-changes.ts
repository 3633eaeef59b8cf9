import { isDeepStrictEqual } from 'node:util';
import type { InstanceRecord } from '../../registry/model/instance-record.js';
import type { RegistryContent } from '../../registry/model/registry-content.js';
import type { ServiceRecord } from '../../registry/model/service-record.js';

/** One record that is new, changed or gone. */
export type ContentChange =
  | { readonly kind: 'service-put'; readonly service: ServiceRecord }
  | { readonly kind: 'service-removed'; readonly name: string }
  | { readonly kind: 'instance-put'; readonly instance: InstanceRecord }
  | { readonly kind: 'instance-removed'; readonly service: string; readonly id: string };

const noInstances: ReadonlyMap<string, InstanceRecord> = new Map();

/**
 * What makes one content of another, in an order in which each step leaves instances with their service: services come before
 * their instances and go after them. What both share is not looked into.
 */
export function contentChanges(before: RegistryContent, after: RegistryContent): readonly ContentChange[] {
  const services = mapChanges(before.services, after.services);
  const names = new Set([...before.instances.keys(), ...after.instances.keys()]);
  const instances = [...names].flatMap((name): readonly ContentChange[] => {
    const { put, removed } = mapChanges(
      before.instances.get(name) ?? noInstances,
      after.instances.get(name) ?? noInstances,
    );
    return [
      ...put.map((instance) => ({ kind: 'instance-put', instance }) as const),
      ...removed.map((id) => ({ kind: 'instance-removed', service: name, id }) as const),
    ];
  });
  return [
    ...services.put.map((service) => ({ kind: 'service-put', service }) as const),
    ...instances,
    ...services.removed.map((name) => ({ kind: 'service-removed', name }) as const),
  ];
}

function mapChanges<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
): { readonly put: readonly T[]; readonly removed: readonly string[] } {
  if (before === after) return { put: [], removed: [] };
  // A store that is read anew may tell the same in other objects.
  const isSame = (left: T | undefined, right: T): boolean => left === right || isDeepStrictEqual(left, right);
  return {
    put: [...after].flatMap(([key, value]) => (isSame(before.get(key), value) ? [] : [value])),
    removed: [...before.keys()].filter((key) => !after.has(key)),
  };
}

/** The service that a change is about. */
export function serviceOfChange(change: ContentChange): string {
  switch (change.kind) {
    case 'service-put':
      return change.service.name;
    case 'service-removed':
      return change.name;
    case 'instance-put':
      return change.instance.service;
    case 'instance-removed':
      return change.service;
  }
}
