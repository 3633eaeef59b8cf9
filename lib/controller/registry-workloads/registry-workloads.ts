import type { MeshApiClient } from '../../mesh-api/client/create-mesh-api-client.js';
import type { components } from '../../mesh-api/client/generated.js';
import type { WorkloadObserved } from '../../rollout/observation/observation.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import type { Clock } from '../../util/clock.js';
import type { WorkloadPort } from '../ports/workload-port.js';
import { withPatience } from '../with-patience.js';

type Instance = components['schemas']['Instance'];

/** Whom to ask for the registry. */
export interface RegistryWorkloadsOptions {
  /** Servers of one registry; the first that answers is believed. At least one. */
  readonly servers: readonly MeshApiClient[];
  readonly clock: Clock;
  /** How long a server may take to answer, ms, over 0. @default 5000 */
  readonly patienceMs?: number;
}

const pageSize = 1000;

/**
 * Says what runs of each side by what is registered: every instance of a version that is not draining is wanted, and the healthy ones are
 * ready. Who starts and stops them is somebody else; so nothing is scaled here.
 */
export function registryWorkloads({ servers, clock, patienceMs = 5_000 }: RegistryWorkloadsOptions): WorkloadPort {
  const instancesOf = async (service: string): Promise<readonly Instance[] | undefined> => {
    for (const server of servers) {
      const found = await withPatience(clock, patienceMs, (signal) => allInstances(server, service, signal));
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return {
    observe: async ({ subject }: RolloutPlan) => {
      if (subject.kind !== 'versions') return { canary: { kind: 'unknown' }, stable: { kind: 'unknown' } };
      const seen = await Promise.all(
        subject.services.map(async (arms) => ({ arms, instances: await instancesOf(arms.service) })),
      );
      const side = (of: 'canary' | 'stable'): WorkloadObserved =>
        least(seen.map(({ arms, instances }) => count(instances, arms[of])));
      return { canary: side('canary'), stable: side('stable') };
    },
    scale: () => Promise.resolve(),
  };
}

/** Undefined: nobody can say. */
async function allInstances(
  { http }: MeshApiClient,
  service: string,
  signal: AbortSignal,
): Promise<readonly Instance[] | undefined> {
  const found: Instance[] = [];
  let cursor: string | undefined;
  try {
    do {
      const query = { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) };
      const { data, error } = await http.GET('/v1/services/{service}/instances', {
        params: { path: { service }, query },
        signal,
      });
      // Nobody has registered there, ever.
      if (data === undefined) return isUnknownService(error) ? [] : undefined;
      found.push(...data.items);
      cursor = data.nextCursor;
    } while (cursor !== undefined);
    return found;
  } catch {
    return undefined;
  }
}

/** What stands between may answer anything. */
function isUnknownService(error: { readonly type?: string } | undefined): boolean {
  return error?.type?.endsWith('#not-found') === true;
}

function count(instances: readonly Instance[] | undefined, version: string): WorkloadObserved {
  if (instances === undefined) return { kind: 'unknown' };
  const wanted = instances.filter((each) => each.version === version && each.status !== 'draining');
  const ready = wanted.filter(({ status }) => status === 'healthy').length;
  return { kind: 'known', ready, desired: wanted.length };
}

/** The side that can carry the least of what is wanted; unknown where one of them is. */
function least(sides: readonly WorkloadObserved[]): WorkloadObserved {
  const known = sides.filter((side) => side.kind === 'known');
  if (known.length < sides.length) return { kind: 'unknown' };
  const share = ({ ready, desired }: { readonly ready: number; readonly desired: number }): number =>
    desired === 0 ? 0 : ready / desired;
  return [...known].sort((left, right) => share(left) - share(right))[0] ?? { kind: 'unknown' };
}
