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
    yield* findRepeats(hosts, { words: `gateway "${name}"`, origin });
  }
});

function* findCalledTwice(ir: MeshIr): Generator<DiagnosticDetails> {
  if (ir.externalServices.length === 0) return; // names of services differ, or another check says so
  const claims = new Map<string, Claim>();
  for (const { name, origin } of ir.services) {
    for (const host of ownHosts(name, ir)) claims.set(showValue(host), { words: `service "${name}"`, origin });
  }
  for (const { name, origin, hosts } of ir.externalServices) {
    const by = { words: `external service "${name}"`, origin };
    yield* findRepeats(hosts, by);
    for (const host of new Set(hosts)) yield* claim(claims, host, by);
  }
}

function* findSharedClusterIps({ services }: MeshIr): Generator<DiagnosticDetails> {
  const claims = new Map<string, Claim>();
  for (const { name, origin, clusterIp } of services) {
    if (clusterIp !== undefined) yield* claim(claims, clusterIp, { words: `service "${name}"`, origin });
  }
}

function* findRepeats(hosts: readonly string[], { words, origin }: Claim): Generator<DiagnosticDetails> {
  const repeated = new Set(hosts.filter((host, index) => hosts.indexOf(host) !== index));
  for (const host of repeated) yield { message: `${words} has ${showValue(host)} twice`, origin, hint: 'keep one' };
}

function* claim(claims: Map<string, Claim>, host: unknown, by: Claim): Generator<DiagnosticDetails> {
  const shown = showValue(host);
  const key = shown.toLowerCase();
  const first = claims.get(key);
  if (first === undefined) {
    claims.set(key, by);
    return;
  }
  yield {
    message: `${by.words} claims ${shown}, which ${first.words} has already`,
    origin: by.origin,
    related: [{ message: `${first.words} is declared`, origin: first.origin }],
    hint: 'leave it to one of them',
  };
}

/** Every name by which callers in the cluster can reach a service. */
function ownHosts(name: string, { namespace, clusterDomain }: MeshIr): string[] {
  const inNamespace = `${name}.${namespace}`;
  return [name, inNamespace, `${inNamespace}.svc`, serviceHost(name, { namespace, clusterDomain })];
}
