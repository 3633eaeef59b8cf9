import type { DiagnosticDetails } from '../../diagnostics/create-diagnostic.js';
import type { Origin } from '../../diagnostics/origin.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import { serviceHost } from '../../util/kubernetes-names.js';
import { defineCheck } from '../define-check.js';
import { showValue } from '../words/show-value.js';

interface Claim {
  readonly words: string;
  readonly origin: Origin;
}

/**
 * Finds hosts and addresses that two constructs claim, so that a caller could not say which one it means: two external
 * services, an external service and a service's own names, two services with one cluster IP, or one host twice in a
 * gateway.
 */
export const duplicateHost = defineCheck('duplicate-host', function* ({ ir }) {
  yield* findCalledTwice(ir);
  yield* findSharedClusterIps(ir);
  for (const { name, origin, hosts } of ir.gateways) {
    const claims = new Map<string, Claim>();
    for (const host of hosts) yield* claim(claims, host, { words: `gateway "${name}"`, origin });
  }
});

function* findCalledTwice(ir: MeshIr): Generator<DiagnosticDetails> {
  if (ir.externalServices.length === 0) return; // names of services differ, or another check says so
  const claims = new Map<string, Claim>();
  for (const { name, origin } of ir.services) {
    for (const host of ownHosts(name, ir)) claims.set(showValue(host), { words: `service "${name}"`, origin });
  }
  for (const { name, origin, hosts } of ir.externalServices) {
    for (const host of hosts) yield* claim(claims, host, { words: `external service "${name}"`, origin });
  }
}

function* findSharedClusterIps({ services }: MeshIr): Generator<DiagnosticDetails> {
  const claims = new Map<string, Claim>();
  for (const { name, origin, clusterIp } of services) {
    if (clusterIp !== undefined) yield* claim(claims, clusterIp, { words: `service "${name}"`, origin });
  }
}

function* claim(claims: Map<string, Claim>, host: unknown, by: Claim): Generator<DiagnosticDetails> {
  const shown = showValue(host);
  const key = shown.toLowerCase();
  const first = claims.get(key);
  if (first === undefined) {
    claims.set(key, by);
  } else if (first.words === by.words && first.origin === by.origin) {
    yield { message: `${by.words} has ${shown} twice`, origin: by.origin, hint: 'keep one' };
  } else {
    yield {
      message: `${by.words} claims ${shown}, which ${first.words} has already`,
      origin: by.origin,
      related: [{ message: `${first.words} is declared`, origin: first.origin }],
      hint: 'leave it to one of them',
    };
  }
}

/** Every name by which callers in the cluster can reach a service. */
function ownHosts(name: string, { namespace, clusterDomain }: MeshIr): string[] {
  const inNamespace = `${name}.${namespace}`;
  return [name, inNamespace, `${inNamespace}.svc`, serviceHost(name, { namespace, clusterDomain })];
}
