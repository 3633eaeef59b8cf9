import { jsonDifferences } from '../../../behaviour/diff/json-differences.js';
import { compareText } from '../../../util/compare-text.js';
import type { components } from '../../client/generated.js';
import { redactSecrets } from './redact-secrets.js';

type Difference = components['schemas']['DriftDifference'];

const kinds = ['clusters', 'endpoints', 'listeners', 'routes'] as const;
const shownFields = 50;

/** Resources in normal form, by the lists of a dump. */
export type RunningResources = Readonly<Record<(typeof kinds)[number], readonly object[]>>;

/** How what runs differs from what is served; sorted by type, then name. Secrets count as equal. */
export function compareConfig(served: RunningResources, running: RunningResources): readonly Difference[] {
  return kinds.flatMap((type) => compareType(type, byName(served[type]), byName(running[type])));
}

function compareType(
  type: string,
  served: ReadonlyMap<string, unknown>,
  running: ReadonlyMap<string, unknown>,
): readonly Difference[] {
  const names = [...new Set([...served.keys(), ...running.keys()])].sort(compareText);
  return names.flatMap((name): readonly Difference[] => {
    const [wanted, found] = [served.get(name), running.get(name)];
    if (found === undefined) return [{ type, name, kind: 'missing' }];
    if (wanted === undefined) return [{ type, name, kind: 'unexpected' }];
    const fields = jsonDifferences(wanted, found);
    if (fields.length === 0) return [];
    return [{ type, name, kind: 'different', fields: fields.slice(0, shownFields).map(fieldDifference) }];
  });
}

function fieldDifference({
  path,
  before,
  after,
}: ReturnType<typeof jsonDifferences>[number]): components['schemas']['FieldDifference'] {
  return {
    path,
    ...(before === undefined ? {} : { served: before }),
    ...(after === undefined ? {} : { running: after }),
  };
}

function byName(resources: readonly object[]): ReadonlyMap<string, unknown> {
  return new Map(resources.map((resource) => [nameOf(resource), redactSecrets(resource)]));
}

function nameOf(resource: { readonly name?: unknown; readonly cluster_name?: unknown }): string {
  const name = resource.name ?? resource.cluster_name;
  return typeof name === 'string' ? name : '';
}
