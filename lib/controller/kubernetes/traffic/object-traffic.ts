import { followObjects, messageOf } from '../../../registry/kubernetes/follow-objects.js';
import type { KubeHttp } from '../../../registry/kubernetes/kube-http.js';
import type { ProxiesObserved } from '../../../rollout/observation/observation.js';
import type { RolloutPlan } from '../../../rollout/plan/rollout-plan.js';
import { rolloutNames } from '../../../targets/kubernetes/rollout-names.js';
import type { Clock } from '../../../util/clock.js';
import type { PushedShare, PushOutcome, TrafficPort } from '../../ports/traffic-port.js';
import { type KeptShare, readKeptShare } from './kept-share.js';
import type { TrafficArms, TrafficKind, TrafficObject } from './traffic-object.js';

/** Where the objects are. */
export interface ObjectTrafficOptions {
  readonly http: KubeHttp;
  readonly clock: Clock;
  readonly namespace: string;
  readonly kind: TrafficKind;
  /** The object of a service. @default - the one of its name */
  readonly objectOf?: (service: string) => string;
  /** Hears why objects cannot be followed. */
  readonly onProblem: (text: string) => void;
}

// Others write the object too: what carries it out writes its status.
const mostTries = 10;

/**
 * Divides requests through objects of another mesh. The share stands in an annotation with its number: a lower one is refused, and weights that
 * somebody else has changed are set again to what the annotation says, whenever somebody looks.
 */
export function objectTraffic(options: ObjectTrafficOptions): TrafficPort {
  const { http, clock, namespace, kind, onProblem } = options;
  return {
    push: async (plan, share) => {
      const reason = unfit(plan, share, kind);
      if (reason !== undefined) return { kind: 'failed', reason };
      for (const arms of armsOf(plan)) {
        const kept = { rollout: plan.name, epoch: share.epoch, weight: share.weight };
        const outcome = await give(options, arms, kept);
        if (outcome.kind !== 'done') return outcome;
      }
      return { kind: 'done' };
    },
    standing: async (plan) => {
      const seen = await Promise.all(armsOf(plan).map((arms) => look(options, plan.name, arms)));
      return together(seen);
    },
    watch: (listener) =>
      followObjects({
        ...{ http, clock, path: kind.path(namespace), onProblem },
        onList: listener,
        onPut: listener,
        onRemove: listener,
      }),
  };
}

function armsOf({ subject }: RolloutPlan): readonly TrafficArms[] {
  return subject.kind === 'versions' ? subject.services : [];
}

function unfit(
  { subject }: RolloutPlan,
  { weight, mirror, audience }: PushedShare,
  kind: TrafficKind,
): string | undefined {
  if (subject.kind !== 'versions') return `only versions can be rolled out by ${kind.name}`;
  if (mirror > 0) return `weights of ${kind.name} send no copies`;
  return audience === 'matching' && weight > 0 ? `weights of ${kind.name} know no groups of requests` : undefined;
}

type Found =
  { readonly kind: 'found'; readonly object: TrafficObject } | { readonly kind: 'lost'; readonly reason: string };

async function find({ http, namespace, kind, objectOf }: ObjectTrafficOptions, service: string): Promise<Found> {
  const path = `${kind.path(namespace)}/${objectOf?.(service) ?? service}`;
  const answer = await http.ask({ method: 'GET', path });
  if (answer.kind !== 'answer') return { kind: 'lost', reason: answer.reason };
  // 200 brings the object.
  if (answer.status === 200) return { kind: 'found', object: answer.body as TrafficObject };
  const said = `${String(answer.status)} ${messageOf(answer.body)}`;
  return { kind: 'lost', reason: `the ${kind.name} of "${service}" cannot be read: ${said}` };
}

/** Gives an object a share, unless it has one with a higher number. */
async function give(options: ObjectTrafficOptions, arms: TrafficArms, share: KeptShare): Promise<PushOutcome> {
  const { http, namespace, kind } = options;
  for (let tries = 0; tries < mostTries; tries++) {
    const found = await find(options, arms.service);
    if (found.kind === 'lost') return { kind: 'failed', reason: found.reason };
    const { metadata } = found.object;
    const before = readKeptShare(found.object);
    if (before?.rollout === share.rollout && before.epoch > share.epoch) return { kind: 'stale', epoch: before.epoch };
    const weighed = kind.weigh(found.object, arms, share.weight);
    if (weighed.kind === 'unfit')
      return { kind: 'failed', reason: `${kind.name} "${metadata.name}": ${weighed.reason}` };
    const text = JSON.stringify(share);
    if (weighed.isSame && metadata.annotations?.[rolloutNames.share] === text) return { kind: 'done' };
    const { uid, resourceVersion } = metadata;
    const body = {
      metadata: { uid, resourceVersion, annotations: { [rolloutNames.share]: text } },
      spec: weighed.spec,
    };
    const answer = await http.ask({ method: 'PATCH', path: `${kind.path(namespace)}/${metadata.name}`, body });
    if (answer.kind !== 'answer') return { kind: 'failed', reason: answer.reason };
    if (answer.status < 300) return { kind: 'done' };
    // 409: it is another by now.
    if (answer.status !== 409)
      return { kind: 'failed', reason: `${kind.name} "${metadata.name}": ${messageOf(answer.body)}` };
  }
  return { kind: 'failed', reason: `others change the ${kind.name} of "${arms.service}" all the time` };
}

/** How an object stands with its share. Weights that are not what its annotation says are set again. */
async function look(options: ObjectTrafficOptions, rollout: string, arms: TrafficArms): Promise<ProxiesObserved> {
  const found = await find(options, arms.service);
  if (found.kind === 'lost') return { kind: 'unknown' };
  const kept = readKeptShare(found.object);
  if (kept?.rollout !== rollout) return { kind: 'pending', epoch: 0, carrying: 1, accepted: 0 };
  const { epoch, weight } = kept;
  const weighed = options.kind.weigh(found.object, arms, weight);
  if (weighed.kind === 'unfit' || !weighed.isSame) {
    await give(options, arms, kept);
    return { kind: 'pending', epoch, carrying: 1, accepted: 0 };
  }
  const standing = options.kind.standing(found.object);
  if (standing.kind === 'refused') return { kind: 'refused', epoch, nodeId: standing.by, message: standing.message };
  const { carrying, accepted } = standing;
  return accepted < carrying ? { kind: 'pending', epoch, carrying, accepted } : { kind: 'accepted', epoch, carrying };
}

/** Of all objects of a release: what one does not hold is not held. */
function together(seen: readonly ProxiesObserved[]): ProxiesObserved {
  const refused = seen.find(({ kind }) => kind === 'refused');
  if (refused !== undefined) return refused;
  const known = seen.flatMap((each) => (each.kind === 'pending' || each.kind === 'accepted' ? [each] : []));
  if (known.length < seen.length || known.length === 0) return { kind: 'unknown' };
  const epoch = Math.min(...known.map((each) => each.epoch));
  const carrying = known.reduce((sum, each) => sum + each.carrying, 0);
  const isAccepted = known.every((each) => each.kind === 'accepted' && each.epoch === epoch);
  if (isAccepted) return { kind: 'accepted', epoch, carrying };
  const acceptedOf = (each: (typeof known)[number]): number =>
    each.kind === 'accepted' ? each.carrying : each.accepted;
  const accepted = known.reduce((sum, each) => sum + (each.epoch > epoch ? 0 : acceptedOf(each)), 0);
  return { kind: 'pending', epoch, carrying, accepted: Math.min(accepted, carrying - 1) };
}
