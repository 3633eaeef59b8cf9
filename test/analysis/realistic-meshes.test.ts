import { expect, it } from 'vitest';
import { milliseconds, seconds } from '../../constructs/index.js';
import { onlineBoutique, type BoutiqueOptions } from '../support/online-boutique.js';

function slugs(options?: BoutiqueOptions): readonly string[] {
  return onlineBoutique(options)
    .diagnostics()
    .map(({ slug }) => slug);
}

it('has nothing to say of the Online Boutique with sensible rules and policies', () => {
  expect(onlineBoutique().diagnostics()).toEqual([]);
});

it.each<[string, BoutiqueOptions, readonly string[]]>([
  ['a gateway that waits shorter than the checkout takes', { edgeTimeout: seconds(8) }, ['timeout-inversion']],
  [
    'per-try timeouts longer than the request',
    { reads: { attempts: 2, on: ['reset'], perTryTimeout: seconds(3) } },
    ['per-try-timeout-ineffective', 'per-try-timeout-ineffective'],
  ],
  [
    'tries that do not fit into the request',
    { reads: { attempts: 2, on: ['reset'], perTryTimeout: seconds(1) } },
    ['retries-exceed-timeout', 'retries-exceed-timeout'],
  ],
  [
    'retries on a gRPC status that a try that timed out does not have',
    { reads: { attempts: 2, on: ['unavailable'], perTryTimeout: milliseconds(500) } },
    ['per-try-timeout-not-retried', 'per-try-timeout-not-retried'],
  ],
  ['a rule for testers behind the split', { testersFirst: false }, ['route-unreachable']],
  ['weights turned round', { canaryWeight: 90 }, ['weight-exceeds-capacity']],
  ['a path as of a glob', { staticPath: '/static/*' }, ['path-glob']],
  ['a path that a gateway does not hand on', { staticPath: '//static' }, ['path-never-sent']],
  ['a host that nobody has a route for', { furtherHosts: ['api.example.com'] }, ['gateway-host-without-route']],
  ['a bare domain that is sent to itself', { redirectHost: 'shop.example.com' }, ['redirect-loop']],
  [
    'outlier detection said of a single replica',
    { adOutlierDetection: { consecutive5xx: 3 } },
    ['outlier-detection-too-few'],
  ],
  ['services that call each other in a circle', { paymentCallsBack: true }, ['call-cycle']],
])('tells of %s, and of nothing else', (_mistake, options, expected) => {
  expect(slugs(options)).toEqual(expected);
});

it('tells of a canary without replicas at each route that sends to it', () => {
  const found = onlineBoutique({ canaryReplicas: 0 }).diagnostics();
  expect(found.map(({ slug, message }) => [slug, /^route "([^"]+)" sends (\d+) %/.exec(message)?.slice(1)])).toEqual([
    ['version-without-capacity', ['productcatalogservice/grpc/testers', '100']],
    ['version-without-capacity', ['productcatalogservice/grpc/all', '10']],
  ]);
});
