import { admitByToken } from '../../control-plane/admission/admit-by-token.js';
import { createTokenReviewer } from '../../control-plane/admission/create-token-reviewer.js';
import type { ReviewToken } from '../../control-plane/admission/token-review.js';
import type { SecureServerOptions, ServedOwners } from '../../control-plane/secure-server.js';
import type { StoredToken } from '../../mesh-api/auth/stored-token.js';
import { systemClock } from '../../util/system-clock.js';
import type { Admit } from '../../xds/admission.js';
import { admitByAccessToken } from './admit-by-access-token.js';

/** What nodes may prove themselves by, beside client certificates. */
export interface AdmissionWaysOptions {
  /** Those of the mesh API. */
  readonly tokens: () => readonly StoredToken[];
  /** Whom tokens of Kubernetes' service accounts have to be made out to. Absent: they are not taken. */
  readonly audience: string | undefined;
}

/** The ways to prove by a token who a node is. Kubernetes is the cluster that this runs in, or that KUBECONFIG names. */
export async function admissionWays({ tokens, audience }: AdmissionWaysOptions): Promise<SecureServerOptions['ways']> {
  const review = audience === undefined ? undefined : await kubernetesReviewer(audience);
  return (owners) => [
    admitByAccessToken({ tokens, spiffeIdOf: owners.spiffeIdOf }),
    ...(review === undefined ? [] : [admitByAccount(review, owners)]),
  ];
}

function admitByAccount(review: ReviewToken, { spiffeIdOf, trustDomain }: ServedOwners): Admit {
  return (client) => {
    const known = trustDomain();
    if (known === undefined) return { kind: 'refused', reason: 'there is no mesh yet' };
    return admitByToken({ review, trustDomain: known, spiffeIdOf })(client);
  };
}

async function kubernetesReviewer(audience: string): Promise<ReviewToken> {
  const { AuthenticationV1Api, KubeConfig } = await import('@kubernetes/client-node');
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromDefault();
  return createTokenReviewer({ api: kubeConfig.makeApiClient(AuthenticationV1Api), audience, clock: systemClock });
}
