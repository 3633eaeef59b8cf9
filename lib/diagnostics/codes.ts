/* eslint-disable max-lines -- a table with one entry for each code; it is read by code, not from top to bottom */
import type { Severity } from './diagnostic.js';

interface CodeEntry {
  readonly code: `MW${number}`;
  readonly severity: Severity;
  /** The defect in one line; also the row in the index of `docs/diagnostics`. */
  readonly summary: string;
}

/**
 * Every diagnostic that Meshwright can report, by slug. Codes are for ever: never renumber, never reuse; a retired
 * code moves to `retiredCodes`.
 * MW10xx the program itself, MW20xx names and references, MW21xx values, MW22xx routes,
 * MW23xx the mesh as a whole, MW25xx rollouts, MW30xx Envoy output,
 * MW31xx Kubernetes output, MW40xx local runtime, MW90xx files.
 */
export const diagnosticCodes = {
  'program-threw': { code: 'MW1001', severity: 'error', summary: 'the program stopped with an exception' },
  'type-error': { code: 'MW1002', severity: 'error', summary: 'the program does not type-check' },
  'program-without-mesh': {
    code: 'MW1003',
    severity: 'error',
    summary: 'the program ended without synthesizing a mesh',
  },
  'program-not-found': { code: 'MW1004', severity: 'error', summary: 'there is no program to run' },
  'ir-malformed': {
    code: 'MW1005',
    severity: 'error',
    summary: 'a compiled mesh (ir.json) does not follow its schema',
  },
  'ir-version-unsupported': {
    code: 'MW1006',
    severity: 'error',
    summary: 'a compiled mesh was written by another major version',
  },
  'manifests-elsewhere': {
    code: 'MW1007',
    severity: 'error',
    summary: 'the program writes its manifests to a folder of its own',
  },
  'suppression-invalid': {
    code: 'MW1008',
    severity: 'error',
    summary: 'a suppression has no reason, or names what cannot be suppressed',
  },
  'suppression-unused': { code: 'MW1009', severity: 'warning', summary: 'a suppression suppresses nothing' },
  'config-dump-malformed': {
    code: 'MW1010',
    severity: 'error',
    summary: "a file that should hold an Envoy's configuration does not",
  },
  'config-dump-without-listener': {
    code: 'MW1011',
    severity: 'error',
    summary: "the dump of an Envoy's configuration has no listeners",
  },
  'config-dump-incomplete': {
    code: 'MW1012',
    severity: 'warning',
    summary: "the dump of an Envoy's configuration leaves out what answers depend on",
  },
  'no-git-repository': { code: 'MW1014', severity: 'error', summary: 'a program without git has no revisions' },
  'revision-unknown': { code: 'MW1015', severity: 'error', summary: 'git has no such revision' },
  'revision-broken': { code: 'MW1016', severity: 'error', summary: 'the program has errors in an older revision' },
  'weights-malformed': { code: 'MW1017', severity: 'error', summary: 'a file of traffic weights cannot be used' },
  'test-runner-missing': { code: 'MW1018', severity: 'error', summary: 'the project has no Vitest to run its tests' },
  'coverage-below-threshold': {
    code: 'MW1019',
    severity: 'error',
    summary: 'tests exercise less of the meshes than they have to',
  },

  'duplicate-name': { code: 'MW2001', severity: 'error', summary: 'two constructs of one mesh have the same name' },
  'invalid-name': { code: 'MW2002', severity: 'error', summary: 'a name cannot be used where its construct needs it' },
  'route-unknown-backend': {
    code: 'MW2003',
    severity: 'error',
    summary: 'a route sends to a service that the mesh does not define',
  },
  'route-unknown-version': {
    code: 'MW2004',
    severity: 'error',
    summary: 'a route sends to a version that its service does not have',
  },
  'route-unknown-port': {
    code: 'MW2005',
    severity: 'error',
    summary: 'a route names a port that its service does not have',
  },
  'route-undeclared-callee': {
    code: 'MW2006',
    severity: 'error',
    summary: 'a route sends to a service that its owner does not declare as a callee',
  },
  'call-unknown-callee': {
    code: 'MW2007',
    severity: 'error',
    summary: 'a declared call goes to a service that the mesh does not define',
  },
  'duplicate-call': { code: 'MW2008', severity: 'error', summary: 'a call is declared twice' },
  'duplicate-host': { code: 'MW2009', severity: 'error', summary: 'one host or address is claimed twice' },
  'duplicate-port': { code: 'MW2010', severity: 'error', summary: 'two ports of one construct have the same number' },
  'foreign-mesh-reference': {
    code: 'MW2011',
    severity: 'error',
    summary: 'a construct refers to a service of another mesh',
  },
  'route-unknown-host': {
    code: 'MW2012',
    severity: 'error',
    summary: 'a route is for a host that its gateway does not serve',
  },
  'gateway-host-without-route': {
    code: 'MW2013',
    severity: 'warning',
    summary: 'a host or port of a gateway has no route',
  },
  'shared-service-account': {
    code: 'MW2014',
    severity: 'info',
    summary: 'several services or gateways run as one service account',
  },
  'callee-variable-collision': {
    code: 'MW2015',
    severity: 'warning',
    summary: 'a workload would know two callees by one environment variable',
  },

  'invalid-value': { code: 'MW2101', severity: 'error', summary: 'a value is outside its range' },
  'empty-value': { code: 'MW2102', severity: 'error', summary: 'a value that must not be empty is empty' },
  'service-without-port': { code: 'MW2103', severity: 'error', summary: 'a service or gateway has no port' },
  'service-without-version': { code: 'MW2104', severity: 'error', summary: 'a service has no version' },
  'invalid-host': {
    code: 'MW2105',
    severity: 'error',
    summary: 'a host is not a DNS name, nor (of a gateway) a wildcard of one',
  },
  'invalid-regex': { code: 'MW2106', severity: 'error', summary: 'a regular expression is not one of RE2' },
  'connection-header-changed': {
    code: 'MW2107',
    severity: 'warning',
    summary: 'a route gives a header that belongs to one connection',
  },
  'header-changed-twice': {
    code: 'MW2108',
    severity: 'warning',
    summary: 'a route changes one header twice, and only the last change counts',
  },
  'header-value-not-expanded': {
    code: 'MW2109',
    severity: 'warning',
    summary: 'the value of a header is written as a command of Envoy, but values are literal',
  },
  'regex-is-plain-text': {
    code: 'MW2110',
    severity: 'info',
    summary: 'a regular expression says what a simpler condition says',
  },
  'substitution-dollar': {
    code: 'MW2111',
    severity: 'warning',
    summary: 'a substitution names a group as JavaScript does',
  },
  'port-name-misleads': {
    code: 'MW2112',
    severity: 'warning',
    summary: 'the name of a port says another protocol than is spoken there',
  },
  'external-tls-port': {
    code: 'MW2113',
    severity: 'warning',
    summary: 'an external service is spoken to in the clear on port 443, or by TLS on port 80',
  },
  'port-variable-differs': {
    code: 'MW2114',
    severity: 'warning',
    summary: 'a workload is told to listen on another port than requests are sent to',
  },
  'probe-timeout-over-period': {
    code: 'MW2115',
    severity: 'warning',
    summary: 'a probe waits longer for an answer than until it asks again',
  },
  'liveness-before-readiness': {
    code: 'MW2116',
    severity: 'warning',
    summary: 'a workload is restarted before it would be taken out of the traffic',
  },

  'route-weights': { code: 'MW2201', severity: 'error', summary: 'the weights of a split do not sum to 100' },
  'http-rule-on-tcp-port': { code: 'MW2202', severity: 'error', summary: 'an HTTP rule stands on a TCP port' },
  'route-protocol-mismatch': {
    code: 'MW2203',
    severity: 'error',
    summary: 'a route joins ports whose protocols do not fit',
  },
  'route-action-conflict': {
    code: 'MW2204',
    severity: 'error',
    summary: 'a route forwards and redirects at once, or does neither',
  },
  'route-port-ambiguous': {
    code: 'MW2205',
    severity: 'error',
    summary: 'a route does not say which of several ports it means',
  },
  'route-impossible-match': {
    code: 'MW2206',
    severity: 'error',
    summary: 'no request can meet the conditions of a match',
  },
  'route-delegation-cycle': {
    code: 'MW2207',
    severity: 'error',
    summary: 'services hand requests to each other in a circle',
  },
  'route-composition-impossible': {
    code: 'MW2208',
    severity: 'error',
    summary: 'a route hands on to a service whose own routes cannot be applied after it',
  },
  'split-over-routed-service': {
    code: 'MW2209',
    severity: 'error',
    summary: 'a split sends to a service that has routes of its own',
  },
  'redirect-loses-prefix': {
    code: 'MW2210',
    severity: 'error',
    summary: 'a prefix is replaced where the match has no prefix',
  },
  'route-unreachable': {
    code: 'MW2211',
    severity: 'warning',
    summary: 'a route stands behind others that take all of its requests',
  },
  'version-policy-unused': { code: 'MW2212', severity: 'warning', summary: 'a policy of a version never holds' },
  'path-never-sent': { code: 'MW2213', severity: 'warning', summary: 'a path to match is one that no request has' },
  'query-never-sent': { code: 'MW2214', severity: 'warning', summary: 'a query to match is one that no URL can carry' },
  'condition-repeated': { code: 'MW2215', severity: 'warning', summary: 'a match has one condition twice' },
  'split-repeats-destination': {
    code: 'MW2216',
    severity: 'warning',
    summary: 'a split names one destination more than once',
  },
  'redirect-loop': { code: 'MW2217', severity: 'warning', summary: 'a redirect leads to where it redirects again' },
  'retry-condition-repeated': {
    code: 'MW2218',
    severity: 'info',
    summary: 'a retry policy names what another of its conditions holds already',
  },
  'grpc-retry-on-http-port': {
    code: 'MW2219',
    severity: 'warning',
    summary: 'retries on a gRPC status stand where only HTTP/1.1 is spoken',
  },
  'http-limit-on-tcp-port': {
    code: 'MW2220',
    severity: 'warning',
    summary: 'limits on requests stand where only TCP is spoken',
  },
  'path-glob': {
    code: 'MW2221',
    severity: 'warning',
    summary: 'a path to match has a "*", which stands for itself',
  },
  'cookie-compared-whole': {
    code: 'MW2222',
    severity: 'warning',
    summary: 'one cookie is compared with the header that holds all of them',
  },

  'call-cycle': { code: 'MW2301', severity: 'warning', summary: 'services call each other in a circle' },
  'timeout-inversion': {
    code: 'MW2302',
    severity: 'warning',
    summary: 'a call may last longer than the caller is waited for',
  },
  'retries-exceed-timeout': {
    code: 'MW2303',
    severity: 'warning',
    summary: 'the tries of a request do not fit into its timeout',
  },
  'per-try-timeout-ineffective': {
    code: 'MW2304',
    severity: 'warning',
    summary: 'a per-try timeout is not shorter than the request timeout',
  },
  'per-try-timeout-not-retried': {
    code: 'MW2305',
    severity: 'warning',
    summary: 'a try that timed out is not tried again',
  },
  'retry-non-idempotent': { code: 'MW2306', severity: 'warning', summary: 'a POST or PATCH may be done twice' },
  'retry-amplification': { code: 'MW2307', severity: 'warning', summary: 'retries of several hops multiply' },
  'retries-blocked': { code: 'MW2308', severity: 'warning', summary: 'a circuit breaker lets no retry through' },
  'fault-skips-retries': { code: 'MW2309', severity: 'info', summary: 'retries do not see a fault that is put in' },
  'fault-delay-exceeds-timeout': {
    code: 'MW2310',
    severity: 'info',
    summary: 'a delay that is put in lasts longer than callers wait',
  },
  'request-timeout-beyond-idle': {
    code: 'MW2311',
    severity: 'warning',
    summary: 'a limit on silence ends requests before their timeout',
  },
  'outlier-detection-too-few': {
    code: 'MW2312',
    severity: 'warning',
    summary: 'outlier detection may eject every endpoint',
  },
  'outlier-detection-off': { code: 'MW2313', severity: 'warning', summary: 'outlier detection detects nothing' },
  'version-without-capacity': {
    code: 'MW2314',
    severity: 'warning',
    summary: 'a route sends to a version without replicas',
  },
  'weight-exceeds-capacity': {
    code: 'MW2315',
    severity: 'warning',
    summary: 'a version gets far more traffic than its replicas are for',
  },
  'hash-keys-ignored': {
    code: 'MW2316',
    severity: 'warning',
    summary: 'a destination balances by keys that its route does not take',
  },
  'fan-in-without-circuit-breaker': {
    code: 'MW2317',
    severity: 'info',
    summary: 'a service with many callers has no limits of its own',
  },
  'gateway-without-route': { code: 'MW2318', severity: 'warning', summary: 'a gateway lets nothing through' },
  'objective-latency-missed': {
    code: 'MW2341',
    severity: 'warning',
    summary: 'an entry point cannot answer as fast as it is meant to',
  },
  'objective-throughput-missed': {
    code: 'MW2342',
    severity: 'warning',
    summary: 'an entry point cannot take as many requests as it is meant to',
  },
  'service-overloaded': {
    code: 'MW2343',
    severity: 'warning',
    summary: 'a version gets more from all entry points together than it can do',
  },
  'objective-without-service-times': {
    code: 'MW2344',
    severity: 'info',
    summary: 'an objective cannot be judged: services on the way do not say how fast they are',
  },
  'timeout-below-expected-latency': {
    code: 'MW2345',
    severity: 'warning',
    summary: 'a caller waits less than the answer takes on average',
  },
  'canary-overloaded': {
    code: 'MW2346',
    severity: 'warning',
    summary: 'a version gets a greater share of the requests than it can do',
  },
  'objective-on-circular-calls': {
    code: 'MW2347',
    severity: 'info',
    summary: 'an objective cannot be judged: services on the way call each other in a circle',
  },

  'route-never-taken': {
    code: 'MW2401',
    severity: 'warning',
    summary: 'nothing that is sent to a service meets the match of its route',
  },
  'match-never-met': {
    code: 'MW2402',
    severity: 'warning',
    summary: 'an alternative of a match takes no request that is left for it',
  },
  'policy-without-effect': { code: 'MW2403', severity: 'warning', summary: 'a policy decides nothing anywhere' },
  'route-reach-undecided': {
    code: 'MW2404',
    severity: 'info',
    summary: 'it could not be decided whether a route is ever reached',
  },

  'rollout-unknown-version': {
    code: 'MW2501',
    severity: 'error',
    summary: 'a rollout names a version that its service does not have',
  },
  'rollout-overlap': { code: 'MW2502', severity: 'error', summary: 'a service is in two rollouts' },
  'rollout-third-version': {
    code: 'MW2503',
    severity: 'error',
    summary: 'requests go to all versions alike while a rollout compares two of them',
  },
  'rollout-split': {
    code: 'MW2504',
    severity: 'error',
    summary: 'a split names both versions of a rollout',
  },
  'rollout-criteria': {
    code: 'MW2505',
    severity: 'error',
    summary: 'the criteria of a rollout contradict each other, or it',
  },
  'rollout-undecidable': {
    code: 'MW2506',
    severity: 'error',
    summary: 'the traffic of a rollout is too little to decide it within its time',
  },
  'rollout-misses-harm': {
    code: 'MW2507',
    severity: 'error',
    summary: 'a criterion would most likely miss the harm that it must find',
  },
  'rollout-affinity-overruled': {
    code: 'MW2510',
    severity: 'error',
    summary: 'a rollout keeps users by a cookie where endpoints are picked by a hash of something else',
  },
  'rollout-without-requests': {
    code: 'MW2511',
    severity: 'error',
    summary: 'a rollout is of a service that has TCP ports only',
  },
  'rollout-policy': {
    code: 'MW2512',
    severity: 'error',
    summary: 'a rollout of policies changes none, or asks for what only versions can do',
  },
  'rollout-configuration': {
    code: 'MW2513',
    severity: 'error',
    summary: 'a rollout of a configuration changes nothing, or what cannot be divided by requests',
  },

  'listener-port-conflict': {
    code: 'MW3001',
    severity: 'error',
    summary: 'two callees of one caller cannot be told apart on one port',
  },
  'envoy-resource-invalid': { code: 'MW3002', severity: 'error', summary: 'Envoy would refuse the configuration' },
  'reserved-port': { code: 'MW3003', severity: 'error', summary: 'a port is one that the proxy uses itself' },

  'config-map-too-large': {
    code: 'MW3101',
    severity: 'error',
    summary: 'the Envoy files of a proxy do not fit into a ConfigMap',
  },
  'version-without-image': { code: 'MW3102', severity: 'error', summary: 'a version names no image' },
  'reserved-label': {
    code: 'MW3103',
    severity: 'warning',
    summary: 'a label is one that meshwright sets itself, to another value',
  },

  'tool-missing': { code: 'MW4001', severity: 'error', summary: 'a program that the local runtime needs is missing' },
  'workload-without-command': {
    code: 'MW4002',
    severity: 'error',
    summary: 'a version does not say how to run on this machine',
  },
  'port-in-use': {
    code: 'MW4003',
    severity: 'error',
    summary: 'a port that the local runtime was told to use is taken',
  },
  'workload-failed': {
    code: 'MW4004',
    severity: 'error',
    summary: 'a workload or proxy stopped or did not become ready',
  },
  'traffic-differs': { code: 'MW4005', severity: 'error', summary: 'requests were not split or failed as configured' },

  'output-collision': { code: 'MW9001', severity: 'error', summary: 'two parts of the output have the same path' },
  'output-not-writable': { code: 'MW9002', severity: 'error', summary: 'the output folder cannot be written' },
} as const satisfies Readonly<Record<string, CodeEntry>>;

/** The readable name of a diagnostic, for example `route-unknown-backend`. */
export type DiagnosticSlug = keyof typeof diagnosticCodes;

/** Codes that were once reported and never will be again. */
export const retiredCodes: readonly string[] = ['MW4006'];
