import { armSharesOf } from '../../control-plane/rollouts/arm-shares-of.js';
import type { MeshApiClient } from '../../mesh-api/client/create-mesh-api-client.js';
import type { components } from '../../mesh-api/client/generated.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import type { Clock } from '../../util/clock.js';
import { messageOf } from '../../util/message-of.js';
import { withPatience } from '../with-patience.js';
import { proxiesObserved } from '../plane/proxies-observed.js';
import type { PushedShare, PushOutcome, TrafficPort } from '../ports/traffic-port.js';

type Standing = components['schemas']['RolloutShareStanding'];
type Problem = components['schemas']['Problem'];

/** A server that proxies get their routes from. */
export interface TrafficServer {
  /** For people: its URL. */
  readonly name: string;
  readonly client: MeshApiClient;
}

/** How servers are reached. */
export interface MeshApiTrafficOptions {
  /** All that proxies of the mesh may be connected to; at least one. A share counts when each of them has it. */
  readonly servers: readonly TrafficServer[];
  readonly clock: Clock;
  /** How long a server may take to answer, ms, over 0. @default 5000 */
  readonly patienceMs?: number;
}

const path = '/v1/rollouts/{rollout}/share';

/**
 * Divides requests through servers of `meshwright serve`, by their mesh API. A server that was restarted has forgotten: it says the number 0, and
 * is told again. What the servers tell of their proxies is summed; while one does not answer nothing is known.
 */
export function meshApiTraffic({ servers, clock, patienceMs = 5_000 }: MeshApiTrafficOptions): TrafficPort {
  const call = <Result>(ask: (signal: AbortSignal) => Promise<Result>): Promise<Result> =>
    withPatience(clock, patienceMs, ask);
  return {
    push: async (plan, share) => {
      const outcomes = await Promise.all(
        servers.map((server) => call((signal) => pushTo(server, { plan, share, signal }))),
      );
      const stale = outcomes.filter((outcome) => outcome.kind === 'stale');
      if (stale.length > 0) return { kind: 'stale', epoch: Math.max(...stale.map(({ epoch }) => epoch)) };
      return outcomes.find(({ kind }) => kind === 'failed') ?? { kind: 'done' };
    },
    standing: async (plan) => {
      const standings = await Promise.all(
        servers.map((server) => call((signal) => standingAt(server, plan.name, signal))),
      );
      const known = standings.filter((standing) => standing !== undefined);
      return known.length < standings.length ? { kind: 'unknown' } : proxiesObserved(summed(known));
    },
    // HTTP tells nothing by itself; who asks is asked each turn anyway.
    watch: () => () => undefined,
  };
}

interface Push {
  readonly plan: RolloutPlan;
  readonly share: PushedShare;
  readonly signal: AbortSignal;
}

async function pushTo({ name, client }: TrafficServer, { plan, share, signal }: Push): Promise<PushOutcome> {
  const { epoch, weight, mirror, audience } = share;
  const services = armSharesOf(plan, share).map(([service, { stable, canary }]) => ({
    service,
    ...(stable === undefined || canary === undefined ? {} : { stable, canary }),
  }));
  try {
    const { error, response } = await client.http.PUT(path, {
      params: { path: { rollout: plan.name } },
      body: { epoch, weight, mirror, audience, services, revision: plan.revision },
      signal,
    });
    if (response.ok) return { kind: 'done' };
    // What stands between may answer anything, or nothing at all.
    const { type, detail, revision }: Partial<Problem> = error ?? {};
    return type?.endsWith('#stale-share') === true && revision !== undefined
      ? { kind: 'stale', epoch: Number(revision) }
      : { kind: 'failed', reason: `${name} answers ${String(response.status)}: ${detail ?? 'without a reason'}` };
  } catch (error) {
    return {
      kind: 'failed',
      reason: `${name} does not answer: ${messageOf(error)}`,
    };
  }
}

/** Undefined: nobody can say. */
async function standingAt(
  { client }: TrafficServer,
  rollout: string,
  signal: AbortSignal,
): Promise<Standing | undefined> {
  try {
    const { data } = await client.http.GET(path, { params: { path: { rollout } }, signal });
    return data;
  } catch {
    return undefined;
  }
}

/** The lowest number counts: what a server has not heard of, its proxies do not hold. */
function summed(standings: readonly Standing[]): Standing {
  const epoch = Math.min(...standings.map((standing) => standing.epoch));
  const sum = (count: (standing: Standing) => number): number =>
    standings.reduce((total, standing) => total + count(standing), 0);
  const refusing = standings.find(({ refused }) => refused !== undefined);
  return {
    epoch: refusing?.epoch ?? epoch,
    carrying: sum(({ carrying }) => carrying),
    accepted: sum(({ accepted }) => accepted),
    ...(refusing?.refused === undefined ? {} : { refused: refusing.refused }),
  };
}
