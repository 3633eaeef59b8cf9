import { createDiagnostic } from '../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { Origin } from '../../diagnostics/origin.js';

/** An object with the element of the mesh that it belongs to. */
export interface NamedObject {
  readonly kind: string;
  readonly name: string;
  readonly owner: { readonly kind: 'mesh' | 'service' | 'gateway'; readonly name: string; readonly origin: Origin };
}

/**
 * Reports `duplicate-name` where two elements come to one Kubernetes object, which their own names do not show:
 * version `v1` of `reviews` and a service `reviews-v1`, or version `b-c` of `a` and version `c` of `a-b`. Once for
 * each pair of elements.
 */
export function checkNames(objects: readonly NamedObject[]): Diagnostic[] {
  const firstByObject = new Map<string, NamedObject>();
  const reported = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const object of objects) {
    const key = `${object.kind}/${object.name}`;
    const first = firstByObject.get(key);
    firstByObject.set(key, first ?? object);
    if (first === undefined) continue;
    const pair = `${describe(first)} ${describe(object)}`;
    if (!reported.has(pair)) diagnostics.push(duplicate(first, object));
    reported.add(pair);
  }
  return diagnostics;
}

function duplicate(first: NamedObject, second: NamedObject): Diagnostic {
  const { kind, name } = second;
  const sameOwner = describe(first) === describe(second);
  return createDiagnostic('duplicate-name', {
    message: sameOwner
      ? `${describe(second)} has two versions that give a Kubernetes ${kind} "${name}"`
      : `${describe(second)} and ${describe(first)} both give a Kubernetes ${kind} "${name}"`,
    origin: second.owner.origin,
    related: sameOwner ? [] : [{ message: `${describe(first)} is declared here`, origin: first.owner.origin }],
    hint: 'rename one of them, or a version of theirs',
  });
}

function describe({ owner }: NamedObject): string {
  return `${owner.kind} "${owner.name}"`;
}
