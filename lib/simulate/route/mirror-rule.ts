import type { Rational } from '../rational/rational.js';
import type { ClusterName } from './cluster-name.js';

/** What a mirrored request has for authority: `shadow` is that of the request with `-shadow` behind the host. */
export type MirrorHost =
  { readonly kind: 'shadow' } | { readonly kind: 'same' } | { readonly kind: 'literal'; readonly host: string };

/** Sends a copy of a request elsewhere, whose answer nobody gets. Envoy: `RouteAction.RequestMirrorPolicy`. */
export interface MirrorRule {
  /** A request without the header that names the cluster is not mirrored. */
  readonly cluster: ClusterName;
  readonly probability: Rational;
  readonly host: MirrorHost;
}
