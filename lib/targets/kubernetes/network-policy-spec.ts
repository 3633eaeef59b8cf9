import { isIPv4, isIPv6 } from 'node:net';
import { proxyPorts } from '../../envoy-resources/proxy-ports.js';
import { sortBy } from '../../util/sort-by.js';
import { controlPlaneNames } from './control-plane-names.js';
import { controlPlanePorts } from './control-plane-ports.js';
import type { JsonObject } from './kubernetes-manifest.js';
import type { KubernetesSettings } from './kubernetes-settings.js';
import { namespaceSelector } from './namespace-selector.js';
import type { NetworkEdges, OuterEdge } from './network-edges.js';
import { podSelector } from './pod-selector.js';

/** What decides a NetworkPolicy. */
export interface NetworkPolicyInput {
  /** Service or gateway. */
  readonly owner: string;
  readonly edges: NetworkEdges;
  /** Ports that everyone may connect to, from outside the cluster too; a gateway's. */
  readonly openPorts: readonly number[];
  readonly settings: KubernetesSettings;
}

/**
 * Makes the NetworkPolicy of a service or gateway: in, from the pods that call it; out, to cluster DNS and the pods
 * and external services that it calls.
 *
 * Ports are those that pods listen on: policies see connections as they arrive at the pod, before its redirect and
 * after any Service address was resolved. Probes need no rule: the kubelet's node may always connect to its pods.
 */
export function networkPolicySpec(input: NetworkPolicyInput): JsonObject {
  const declaredOnly = input.settings.egress === 'declared-calls';
  return {
    podSelector: { matchLabels: podSelector(input.owner) },
    policyTypes: declaredOnly ? ['Ingress', 'Egress'] : ['Ingress'],
    ingress: ingressRules(input),
    ...(declaredOnly ? { egress: egressRules(input) } : {}),
  };
}

function ingressRules({ owner, edges, openPorts, settings }: NetworkPolicyInput): JsonObject[] {
  const callersByPort = group(
    edges.innerByCallee.get(owner) ?? [],
    ({ targetPort }) => targetPort,
    ({ caller }) => caller,
  );
  return [
    ...callersByPort.map(([port, callers]) => ({ from: callers.map(podPeer), ports: tcpPorts([port]) })),
    ...(openPorts.length === 0 ? [] : [{ ports: tcpPorts(openPorts) }]),
    {
      from: [{ namespaceSelector: namespaceSelector(settings.metricsNamespace) }],
      ports: tcpPorts([proxyPorts.metrics]),
    },
  ];
}

function egressRules({ owner, edges, settings }: NetworkPolicyInput): JsonObject[] {
  const portsByCallee = group(
    edges.innerByCaller.get(owner) ?? [],
    ({ callee }) => callee,
    ({ targetPort }) => targetPort,
  );
  return [
    dnsRule(settings),
    ...(settings.controlPlane === undefined ? [] : [controlPlaneRule]),
    ...portsByCallee.map(([callee, ports]) => ({ to: [podPeer(callee)], ports: tcpPorts(ports) })),
    ...externalRules(edges.outerByCaller.get(owner) ?? []),
  ];
}

const controlPlaneRule: JsonObject = {
  to: [podPeer(controlPlaneNames.server)],
  ports: tcpPorts([controlPlanePorts.xds]),
};

function dnsRule({ dns }: KubernetesSettings): JsonObject {
  return {
    // Link-local: where a resolver runs on the node itself (NodeLocal DNSCache, cloud resolvers).
    to: [{ namespaceSelector: namespaceSelector(dns.namespace) }, { ipBlock: { cidr: '169.254.0.0/16' } }],
    ports: [...new Set([53, dns.port])].flatMap((port) => [
      { protocol: 'UDP', port },
      { protocol: 'TCP', port },
    ]),
  };
}

// A fixed address is allowed as such. A name may stand for any address, even for pods of another namespace, and
// NetworkPolicies know no names: there only the port is held.
function externalRules(edges: readonly OuterEdge[]): JsonObject[] {
  const targets = edges.flatMap(({ callee, targetPort }) =>
    callee.endpoints.length === 0
      ? [{ cidr: 'any', port: targetPort }]
      : callee.endpoints.map(({ address, port }) => ({ cidr: cidrOf(address), port: port ?? targetPort })),
  );
  return group(
    targets,
    ({ cidr }) => cidr,
    ({ port }) => port,
  ).map(([cidr, ports]) => ({
    ...(cidr === 'any' ? {} : { to: [{ ipBlock: { cidr } }] }),
    ports: tcpPorts(ports),
  }));
}

function cidrOf(address: string): string {
  if (isIPv4(address)) return `${address}/32`;
  return isIPv6(address) ? `${address}/128` : 'any';
}

function podPeer(name: string): JsonObject {
  return { podSelector: { matchLabels: podSelector(name) } };
}

function tcpPorts(ports: readonly number[]): JsonObject[] {
  return ports.map((port) => ({ protocol: 'TCP', port }));
}

/** Distinct values by key, both sorted. */
function group<T, K extends string | number, V extends string | number>(
  items: readonly T[],
  keyOf: (item: T) => K,
  valueOf: (item: T) => V,
): [K, V[]][] {
  const valuesByKey = new Map<K, Set<V>>();
  for (const item of items) {
    const values = valuesByKey.get(keyOf(item)) ?? new Set<V>();
    valuesByKey.set(keyOf(item), values.add(valueOf(item)));
  }
  return sortBy(valuesByKey, ([key]) => sortKey(key)).map(([key, values]) => [key, sortBy(values, sortKey)]);
}

// Pads numbers so that they sort as numbers.
function sortKey(value: string | number): string {
  return typeof value === 'number' ? String(value).padStart(5, '0') : value;
}
