import type { Check } from '../define-check.js';
import { callUnknownCallee } from './call-unknown-callee.js';
import { duplicateCall } from './duplicate-call.js';
import { duplicateHost } from './duplicate-host.js';
import { duplicateName } from './duplicate-name.js';
import { duplicatePort } from './duplicate-port.js';
import { emptyValue } from './empty-value.js';
import { httpRuleOnTcpPort } from './http-rule-on-tcp-port.js';
import { invalidHost } from './invalid-host.js';
import { invalidName } from './invalid-name.js';
import { invalidRegex } from './invalid-regex.js';
import { invalidValue } from './invalid-value.js';
import { redirectLosesPrefix } from './redirect-loses-prefix.js';
import { reservedPort } from './reserved-port.js';
import { routeActionConflict } from './route-action-conflict.js';
import { routeImpossibleMatch } from './route-impossible-match.js';
import { routePortAmbiguous } from './route-port-ambiguous.js';
import { routeProtocolMismatch } from './route-protocol-mismatch.js';
import { routeUndeclaredCallee } from './route-undeclared-callee.js';
import { routeUnknownBackend } from './route-unknown-backend.js';
import { routeUnknownHost } from './route-unknown-host.js';
import { routeUnknownPort } from './route-unknown-port.js';
import { routeUnknownVersion } from './route-unknown-version.js';
import { routeUnreachable } from './route-unreachable.js';
import { routeWeights } from './route-weights.js';
import { serviceWithoutPort } from './service-without-port.js';
import { serviceWithoutVersion } from './service-without-version.js';
import { suppressionInvalid } from './suppression-invalid.js';
import { versionPolicyUnused } from './version-policy-unused.js';

/** Every check of the declared mesh, sorted by slug. */
export const checks = [
  callUnknownCallee,
  duplicateCall,
  duplicateHost,
  duplicateName,
  duplicatePort,
  emptyValue,
  httpRuleOnTcpPort,
  invalidHost,
  invalidName,
  invalidRegex,
  invalidValue,
  redirectLosesPrefix,
  reservedPort,
  routeActionConflict,
  routeImpossibleMatch,
  routePortAmbiguous,
  routeProtocolMismatch,
  routeUndeclaredCallee,
  routeUnknownBackend,
  routeUnknownHost,
  routeUnknownPort,
  routeUnknownVersion,
  routeUnreachable,
  routeWeights,
  serviceWithoutPort,
  serviceWithoutVersion,
  suppressionInvalid,
  versionPolicyUnused,
] as const satisfies readonly Check[];
