import type { Check } from '../define-check.js';
import { callUnknownCallee } from './call-unknown-callee.js';
import { calleeVariableCollision } from './callee-variable-collision.js';
import { conditionRepeated } from './condition-repeated.js';
import { connectionHeaderChanged } from './connection-header-changed.js';
import { cookieComparedWhole } from './cookie-compared-whole.js';
import { duplicateCall } from './duplicate-call.js';
import { duplicateHost } from './duplicate-host.js';
import { duplicateName } from './duplicate-name.js';
import { duplicatePort } from './duplicate-port.js';
import { emptyValue } from './empty-value.js';
import { externalTlsPort } from './external-tls-port.js';
import { gatewayHostWithoutRoute } from './gateway-host-without-route.js';
import { grpcRetryOnHttpPort } from './grpc-retry-on-http-port.js';
import { headerChangedTwice } from './header-changed-twice.js';
import { headerValueNotExpanded } from './header-value-not-expanded.js';
import { httpLimitOnTcpPort } from './http-limit-on-tcp-port.js';
import { httpRuleOnTcpPort } from './http-rule-on-tcp-port.js';
import { invalidHost } from './invalid-host.js';
import { invalidName } from './invalid-name.js';
import { invalidRegex } from './invalid-regex.js';
import { invalidValue } from './invalid-value.js';
import { livenessBeforeReadiness } from './liveness-before-readiness.js';
import { pathGlob } from './path-glob.js';
import { pathNeverSent } from './path-never-sent.js';
import { portNameMisleads } from './port-name-misleads.js';
import { portVariableDiffers } from './port-variable-differs.js';
import { probeTimeoutOverPeriod } from './probe-timeout-over-period.js';
import { queryNeverSent } from './query-never-sent.js';
import { redirectLoop } from './redirect-loop.js';
import { redirectLosesPrefix } from './redirect-loses-prefix.js';
import { regexIsPlainText } from './regex-is-plain-text.js';
import { reservedLabel } from './reserved-label.js';
import { reservedPort } from './reserved-port.js';
import { retryConditionRepeated } from './retry-condition-repeated.js';
import { rolloutConfiguration } from './rollout-configuration.js';
import { rolloutCriteria } from './rollout-criteria.js';
import { rolloutOverlap } from './rollout-overlap.js';
import { rolloutPolicy } from './rollout-policy.js';
import { rolloutSplit } from './rollout-split.js';
import { rolloutThirdVersion } from './rollout-third-version.js';
import { rolloutUnknownVersion } from './rollout-unknown-version.js';
import { rolloutWithoutRequests } from './rollout-without-requests.js';
import { routeActionConflict } from './route-action-conflict.js';
import { routeImpossibleMatch } from './route-impossible-match.js';
import { routePortAmbiguous } from './route-port-ambiguous.js';
import { routeProtocolMismatch } from './route-protocol-mismatch.js';
import { routeUndeclaredCallee } from './route-undeclared-callee.js';
import { routeUnknownBackend } from './route-unknown-backend.js';
import { routeUnknownHost } from './route-unknown-host.js';
import { routeUnknownPort } from './route-unknown-port.js';
import { routeUnknownVersion } from './route-unknown-version.js';
import { routeWeights } from './route-weights.js';
import { serviceWithoutPort } from './service-without-port.js';
import { serviceWithoutVersion } from './service-without-version.js';
import { sharedServiceAccount } from './shared-service-account.js';
import { splitRepeatsDestination } from './split-repeats-destination.js';
import { substitutionDollar } from './substitution-dollar.js';
import { suppressionInvalid } from './suppression-invalid.js';
import { versionPolicyUnused } from './version-policy-unused.js';

/** Every check of the declared mesh, sorted by slug. */
export const checks = [
  callUnknownCallee,
  calleeVariableCollision,
  conditionRepeated,
  connectionHeaderChanged,
  cookieComparedWhole,
  duplicateCall,
  duplicateHost,
  duplicateName,
  duplicatePort,
  emptyValue,
  externalTlsPort,
  gatewayHostWithoutRoute,
  grpcRetryOnHttpPort,
  headerChangedTwice,
  headerValueNotExpanded,
  httpLimitOnTcpPort,
  httpRuleOnTcpPort,
  invalidHost,
  invalidName,
  invalidRegex,
  invalidValue,
  livenessBeforeReadiness,
  pathGlob,
  pathNeverSent,
  portNameMisleads,
  portVariableDiffers,
  probeTimeoutOverPeriod,
  queryNeverSent,
  redirectLoop,
  redirectLosesPrefix,
  regexIsPlainText,
  reservedLabel,
  reservedPort,
  retryConditionRepeated,
  rolloutConfiguration,
  rolloutCriteria,
  rolloutOverlap,
  rolloutPolicy,
  rolloutSplit,
  rolloutThirdVersion,
  rolloutUnknownVersion,
  rolloutWithoutRequests,
  routeActionConflict,
  routeImpossibleMatch,
  routePortAmbiguous,
  routeProtocolMismatch,
  routeUndeclaredCallee,
  routeUnknownBackend,
  routeUnknownHost,
  routeUnknownPort,
  routeUnknownVersion,
  routeWeights,
  serviceWithoutPort,
  serviceWithoutVersion,
  sharedServiceAccount,
  splitRepeatsDestination,
  substitutionDollar,
  suppressionInvalid,
  versionPolicyUnused,
] as const satisfies readonly Check[];
