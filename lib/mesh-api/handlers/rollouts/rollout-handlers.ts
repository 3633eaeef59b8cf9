import type { ArmShare } from '../../../control-plane/rollouts/arm-share.js';
import type { ArmShares } from '../../../control-plane/rollouts/create-route-shares.js';
import type { SharesStanding } from '../../../control-plane/rollouts/create-share-table.js';
import type { MeshIr } from '../../../ir/mesh-ir.js';
import type { RolloutSubject } from '../../../ir/rollout/rollout.js';
import { variantRevision } from '../../../ir/rollout/variant-revision.js';
import type { Exposure } from '../../../rollout/decide/exposure.js';
import type { components } from '../../client/generated.js';
import { problem } from '../../problems/problem.js';
import type { Answer } from '../../server/answer.js';
import type { Handler } from '../../server/handler.js';

type Schemas = components['schemas'];

const getRolloutShare: Handler = ({ path }, { shares }) => ({
  status: 200,
  body: describe(shares.standingOf(path['rollout'] ?? '')),
});

const putRolloutShare: Handler = ({ path, body }, { live, shares }) => {
  const { rollout: name = '' } = path;
  // The API description says that it is there.
  const asked = body as Schemas['RolloutShareInput'];
  const { epoch, services, weight, mirror = 0, audience = 'everybody', revision } = asked;
  const of = { rollout: name, ...(revision === undefined ? {} : { revision }) };
  const next = new Map(services.map((arms) => [arms.service, armShare(of, arms, { weight, mirror, audience })]));
  if (next.size < services.length)
    return problem('invalid-request', 'a service has one stable and one new version', {
      errors: [{ path: 'body/services', problem: 'names a service twice' }],
    });
  const unrouted = unroutedService(live.mesh()?.ir, { before: shares.get(name)?.shares, next });
  if (unrouted !== undefined) return unrouted;
  const outcome = shares.put(name, { epoch, shares: next });
  return outcome.kind === 'done'
    ? { status: 200, body: describe(shares.standingOf(name)) }
    : problem('stale-share', `a share with the number ${String(outcome.epoch)} was handed over before`, {
        revision: String(outcome.epoch),
      });
};

/**
 * Where the mesh that is served has no room for a share, more of it would reach nobody, and look as if all proxies held it. The way back is
 * always free: the program may have lost the rollout by then.
 */
function unroutedService(
  ir: MeshIr | undefined,
  { before, next }: { readonly before: ArmShares | undefined; readonly next: ArmShares },
): Answer | undefined {
  for (const [service, share] of next) {
    const old = before?.get(service);
    if (share.share <= (old?.share ?? 0) && share.mirror <= (old?.mirror ?? 0)) continue;
    if (ir === undefined) return problem('no-mesh', 'the server runs without a program: there is nothing to divide');
    if (!ir.rollouts.some(({ subject }) => hasRoomFor(subject, service, share)))
      return problem('not-rolled-out', `the mesh has no rollout of ${describeArms(service, share)}`);
  }
  return undefined;
}

function hasRoomFor(subject: RolloutSubject, service: string, { stable, canary, revision }: ArmShare): boolean {
  switch (subject.kind) {
    case 'versions':
      return subject.services.some(
        (arms) => arms.service === service && arms.stable === stable && arms.canary === canary,
      );
    case 'policy':
      return subject.service === service && variantRevision(subject) === revision;
    case 'configuration':
      return subject.services.includes(service) && variantRevision(subject) === revision;
  }
}

function describeArms(service: string, { stable, canary, revision }: ArmShare): string {
  return stable === undefined || canary === undefined
    ? `policies or a configuration for "${service}", of revision "${revision ?? ''}"`
    : `"${service}" from "${stable}" to "${canary}"`;
}

function armShare(
  of: Pick<ArmShare, 'rollout' | 'revision'>,
  { stable, canary }: Schemas['RolloutArms'],
  { weight, mirror, audience }: Exposure,
): ArmShare {
  const versions = stable === undefined || canary === undefined ? {} : { stable, canary };
  return { ...of, share: weight, mirror, audience, ...versions };
}

function describe({ epoch, carrying, accepted, refused }: SharesStanding): Schemas['RolloutShareStanding'] {
  return {
    ...{ epoch, carrying, accepted },
    ...(refused === undefined ? {} : { refused: { nodeId: refused.nodeId, message: refused.refusal.message } }),
  };
}

/** Shares of rollouts, for who decides on them. */
export const rolloutHandlers = { getRolloutShare, putRolloutShare };
