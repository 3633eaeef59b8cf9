import type { Rollout } from '../../ir/rollout/rollout.js';
import type { Service } from '../../ir/service.js';
import { defineCheck } from '../define-check.js';
import type { NameIndex } from '../name-index.js';
import { rolledOutServices } from '../../ir/rollout/rolled-out-services.js';

/**
 * Finds services in a rollout that get no requests: shares are of requests, and connections stay at the stable version.
 */
export const rolloutWithoutRequests = defineCheck('rollout-without-requests', function* ({ ir, index }) {
  for (const { rollout, owner } of ir.rollouts.flatMap((each) => ownersOf(each, index))) {
    // A service without ports is told of elsewhere.
    if (owner.ports.length === 0 || owner.ports.some(({ protocol }) => protocol !== 'tcp')) continue;
    yield {
      message: `rollout "${rollout.name}" is of service "${owner.name}", which has TCP ports only: there are no requests to divide or to judge by`,
      origin: rollout.origin,
      related: [{ message: `service "${owner.name}" is declared`, origin: owner.origin }],
      hint: 'name the port for what it speaks ("http", "http2", "grpc"), or change the version without a rollout',
    };
  }
});

/** The services of a rollout, each once; what there is not is told of elsewhere. */
function ownersOf(
  rollout: Rollout,
  { services }: Pick<NameIndex, 'services'>,
): readonly { readonly rollout: Rollout; readonly owner: Service }[] {
  // A configuration names all services; of those that get no requests it divides nothing.
  if (rollout.subject.kind === 'configuration') return [];
  return [...new Set(rolledOutServices(rollout.subject))].flatMap((name) => {
    const owner = services.get(name);
    return owner === undefined ? [] : [{ rollout, owner }];
  });
}
