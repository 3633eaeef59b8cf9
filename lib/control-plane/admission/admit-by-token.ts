import { spiffeId } from '../../ir/spiffe-id.js';
import type { Admit } from '../../xds/admission.js';
import { admitOwner, type SpiffeIdOfGroup } from './admit-owner.js';
import type { ReviewToken } from './token-review.js';

/** Admits nodes whose bearer token is of the service account of their owner. */
export function admitByToken(options: {
  readonly review: ReviewToken;
  readonly trustDomain: string;
  readonly spiffeIdOf: SpiffeIdOfGroup;
}): Admit {
  return async ({ nodeId, bearerToken }) => {
    if (bearerToken === undefined) return { kind: 'refused', reason: 'there is no bearer token' };
    const reviewed = await options.review(bearerToken);
    if (!reviewed.ok) return { kind: 'refused', reason: reviewed.reason };
    const { namespace, serviceAccount } = reviewed;
    const proven = spiffeId({ trustDomain: options.trustDomain, namespace }, serviceAccount);
    return admitOwner(nodeId, proven, options.spiffeIdOf);
  };
}
