import { isIPv6 } from 'node:net';
import type { Answer } from 'dns-packet';
import type { InstanceRecord } from '../model/instance-record.js';
import type { DnsResponse } from './query-dns.js';

/** Which instances of a service a name in DNS stands for. */
export type DnsName = {
  readonly service: string;
  /** Full, without a dot at the end. */
  readonly name: string;
  readonly version?: string;
} & (
  | {
      /** Its A and AAAA records; all have these ports. */
      readonly kind: 'address';
      readonly ports: Readonly<Record<string, number>>;
    }
  | {
      /** Its SRV records of the best priority, with their weights; they tell the number of this port. */
      readonly kind: 'srv';
      readonly portName: string;
    }
);

/** What a name stands for now, and for how long. */
export type ResolvedName =
  | {
      readonly kind: 'found';
      readonly instances: readonly Omit<InstanceRecord, 'revision'>[];
      readonly ttlSeconds: number;
    }
  | { readonly kind: 'failed'; readonly problem: string };

/** Asks one server, or the next one. */
export type AskDns = (name: string, type: 'A' | 'AAAA' | 'SRV') => Promise<DnsResponse>;

/** Of an answer without records that does not say for how long. */
const nothingTtlSeconds = 5;

/** Asks for all that a name stands for; half of it is nothing. */
export async function resolveName(name: DnsName, ask: AskDns): Promise<ResolvedName> {
  return name.kind === 'address' ? resolveAddresses(name, ask) : resolveServices(name, ask);
}

interface Addresses {
  readonly addresses: readonly string[];
  readonly ttlSeconds: number;
}

async function resolveAddresses(
  name: Extract<DnsName, { readonly kind: 'address' }>,
  ask: AskDns,
): Promise<ResolvedName> {
  const found = await askAddresses(name.name, ask);
  if ('problem' in found) return found;
  const instances = found.addresses.map((address) =>
    instanceOf(name, { id: address.replaceAll(':', '-'), address, ports: name.ports, weight: 1 }),
  );
  return { kind: 'found', instances, ttlSeconds: found.ttlSeconds };
}

async function askAddresses(
  name: string,
  ask: AskDns,
): Promise<Addresses | Extract<ResolvedName, { readonly kind: 'failed' }>> {
  const [four, six] = await Promise.all([ask(name, 'A'), ask(name, 'AAAA')]);
  if (four.kind === 'failed') return four;
  if (six.kind === 'failed') return six;
  const addresses = [...addressesIn(four.answers), ...addressesIn(six.answers)];
  // One family alone is the usual case; that there is nothing of the other need not be asked more often.
  const answered = [four, six].filter(({ answers }) => answers.length > 0);
  return { addresses, ttlSeconds: Math.min(...(answered.length === 0 ? [four, six] : answered).map(ttlOf)) };
}

function addressesIn(records: readonly Answer[]): readonly string[] {
  const all = records.flatMap((record) => (record.type === 'A' || record.type === 'AAAA' ? [record.data] : []));
  return [...new Set(all.map((one) => (isIPv6(one) ? new URL(`http://[${one}]`).hostname.slice(1, -1) : one)))];
}

async function resolveServices(name: Extract<DnsName, { readonly kind: 'srv' }>, ask: AskDns): Promise<ResolvedName> {
  const response = await ask(name.name, 'SRV');
  if (response.kind === 'failed') return response;
  const records = response.answers.flatMap((record) => (record.type === 'SRV' ? [record.data] : []));
  const best = Math.min(...records.map(({ priority = 0 }) => priority));
  const targets = new Map<string, Addresses>();
  for (const { target } of records.filter(({ priority = 0 }) => priority === best)) {
    if (targets.has(target)) continue;
    const told = response.additionals.filter(
      (record) => 'name' in record && record.name.toLowerCase() === target.toLowerCase(),
    );
    const addresses = addressesIn(told);
    const found =
      addresses.length > 0
        ? { addresses, ttlSeconds: Math.min(...told.map(recordTtl)) }
        : await askAddresses(target, ask);
    if ('problem' in found) return found;
    targets.set(target, found);
  }
  const instances = records
    .filter(({ priority = 0 }) => priority === best)
    .flatMap(({ target, port, weight = 0 }) =>
      (targets.get(target)?.addresses ?? []).map((address) =>
        instanceOf(name, {
          id: `${address.replaceAll(':', '-')}-${String(port)}`,
          address,
          ports: { [name.portName]: port },
          weight: Math.min(Math.max(weight, 1), 10_000),
        }),
      ),
    );
  const ttls = [ttlOf(response), ...[...targets.values()].map(({ ttlSeconds }) => ttlSeconds)];
  return { kind: 'found', instances, ttlSeconds: Math.min(...ttls) };
}

function instanceOf(
  { service, version }: DnsName,
  parts: Pick<InstanceRecord, 'id' | 'address' | 'ports' | 'weight'>,
): Omit<InstanceRecord, 'revision'> {
  return { service, ...parts, ...(version === undefined ? {} : { version }), metadata: {}, status: 'healthy' };
}

function ttlOf({ answers, authorities }: Extract<DnsResponse, { readonly kind: 'found' }>): number {
  if (answers.length > 0) return Math.min(...answers.map(recordTtl));
  const soa = authorities.find((record) => record.type === 'SOA');
  return soa === undefined ? nothingTtlSeconds : Math.min(recordTtl(soa), soa.data.minimum);
}

function recordTtl(record: Answer): number {
  return 'ttl' in record ? (record.ttl ?? 0) : 0;
}
