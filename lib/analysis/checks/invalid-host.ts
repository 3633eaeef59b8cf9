import { isIP } from 'node:net';
import type { DiagnosticDetails } from '../../diagnostics/create-diagnostic.js';
import type { Origin } from '../../diagnostics/origin.js';
import type { ExternalService } from '../../ir/external-service.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import { defineCheck } from '../define-check.js';
import type { PlacedRoute } from '../place-route.js';
import { isDnsName } from '../syntax/is-dns-name.js';
import { describeRoute } from '../words/describe-route.js';
import { showValue } from '../words/show-value.js';

interface HostUse {
  readonly what: string;
  readonly host: unknown;
  readonly origin: Origin;
  /** @default 'a DNS name' */
  readonly expected?: string;
}

/**
 * Finds hosts that are not DNS names (or, where a gateway may serve them, wildcards of one). Empty ones are reported by
 * `empty-value`.
 */
export const invalidHost = defineCheck('invalid-host', function* ({ ir, index }) {
  yield* judge({ what: `cluster domain of mesh "${ir.name}"`, host: ir.clusterDomain, origin: ir.origin });
  yield* findInGateways(ir);
  for (const service of ir.externalServices) yield* findInExternalService(service);
  for (const site of index.routes) yield* findInRoute(site);
});

function* findInGateways({ gateways }: MeshIr): Generator<DiagnosticDetails> {
  for (const { name, origin, hosts } of gateways) {
    for (const host of hosts) {
      if (host === '*' || isDnsName(withoutWildcard(host))) continue;
      const expected = 'a DNS name, a wildcard such as "*.example.com", or "*"';
      yield* judge({ what: `host of gateway "${name}"`, host, origin, expected });
    }
  }
}

function* findInExternalService({
  name,
  origin,
  hosts,
  endpoints,
  tls,
}: ExternalService): Generator<DiagnosticDetails> {
  const owner = `external service "${name}"`;
  for (const host of hosts) {
    yield* judge({ what: `host of ${owner}`, host, origin, expected: 'a DNS name without wildcard' });
  }
  for (const { address: host } of endpoints) {
    if (isIP(host) !== 0) continue;
    yield* judge({ what: `endpoint of ${owner}`, host, origin, expected: 'an IP address or a DNS name' });
  }
  if (tls?.serverName !== undefined)
    yield* judge({ what: `TLS server name of ${owner}`, host: tls.serverName, origin });
}

function* findInRoute(site: PlacedRoute): Generator<DiagnosticDetails> {
  const { route } = site;
  if (route.kind !== 'http') return;
  const { action } = route;
  const [what, host] = action.kind === 'redirect' ? ['redirect', action.host] : ['rewrite', action.rewrite?.host];
  if (host === undefined) return;
  yield* judge({ what: `host in the ${what} of ${describeRoute(site)}`, host, origin: route.origin });
}

function* judge({ what, host, origin, expected = 'a DNS name' }: HostUse): Generator<DiagnosticDetails> {
  if (host === '' || isDnsName(host)) return;
  yield { message: `the ${what} is ${showValue(host)}, expected ${expected}`, origin, hint: adviseOn(host) };
}

function withoutWildcard(host: unknown): unknown {
  return typeof host === 'string' && host.startsWith('*.') ? host.slice(2) : host;
}

function adviseOn(host: unknown): string | undefined {
  if (typeof host !== 'string') return undefined;
  if (/^[a-z]+:\/\//i.test(host)) return 'give the name alone, without scheme, port and path';
  if (isIP(host) !== 0) return 'give the name that callers use; addresses of an external service go into "endpoints"';
  if (/:\d+$/.test(host)) return 'leave out the port; it stands in "ports"';
  if (isDnsName(host.toLowerCase())) return `write it in lower case: "${host.toLowerCase()}"`;
  return undefined;
}
