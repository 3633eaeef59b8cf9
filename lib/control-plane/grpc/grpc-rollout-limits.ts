import type { EffectiveDestination } from '../../ir/effective-mesh.js';
import type { Rollout } from '../../ir/rollout/rollout.js';
import type { GrpcNote } from './grpc-note.js';

/** What gRPC clients leave undone of rollouts, as far as they call the canaries. Shares and matches they follow. */
export function rolloutLimits(
  destinations: readonly EffectiveDestination[],
  rollouts: readonly Rollout[],
): readonly GrpcNote[] {
  return rollouts.flatMap(({ name, origin, subject, strategy, affinity }) => {
    if (subject.kind === 'policy') {
      return destinations.some(({ backend }) => backend.service.name === subject.service)
        ? [{ origin, what: `rollout "${name}" tries other policies: gRPC clients stay under the present ones` }]
        : [];
    }
    if (subject.kind === 'configuration') {
      return destinations.some(({ backend }) => subject.services.includes(backend.service.name))
        ? [{ origin, what: `rollout "${name}" tries another configuration: gRPC clients stay under the present one` }]
        : [];
    }
    const isCalled = destinations.some(({ backend }) =>
      subject.services.some(
        ({ service, canary }) =>
          backend.kind === 'version' && backend.service.name === service && backend.version === canary,
      ),
    );
    if (!isCalled) return [];
    const what = `rollout "${name}"`;
    return [
      ...(strategy.kind === 'mirror' ? [{ origin, what: `${what} copies requests: gRPC clients send no copies` }] : []),
      ...(affinity === undefined
        ? []
        : [{ origin, what: `${what} keeps users by a cookie: gRPC calls have none, and each is drawn anew` }]),
    ];
  });
}
