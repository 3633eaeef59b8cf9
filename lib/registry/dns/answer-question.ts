import { isIPv6 } from 'node:net';
import type { Answer, Question } from 'dns-packet';
import type { InstanceRecord } from '../model/instance-record.js';
import type { RegistryContent } from '../model/registry-content.js';

/** What names the registry answers, and for how long answers hold. */
export interface DnsZone {
  /** Lower case, without a dot at the end: "mesh.internal". */
  readonly name: string;
  /** Of answers, also of those that there is nothing. */
  readonly ttlSeconds: number;
  /** 0 up to 1: puts answers in a new order each time. */
  readonly random: () => number;
}

/** What is said to a question. */
export interface DnsAnswer {
  readonly rcode: 'NOERROR' | 'NXDOMAIN' | 'REFUSED';
  readonly answers: readonly Answer[];
  readonly authorities: readonly Answer[];
  readonly additionals: readonly Answer[];
}

/** What a name under the zone stands for; undefined: there is no such name. */
interface Named {
  /** Healthy ones only. */
  readonly instances: readonly InstanceRecord[];
  /** Of `_<port>._tcp.` names. */
  readonly port?: string;
}

/** Names of single addresses, which SRV records point to: `0a000001.addr.<zone>`. */
const addressLabel = 'addr';

/**
 * Answers A, AAAA and SRV of `<service>`, `<version>.<service>` and `_<port>._tcp.` before either, under the zone. Only healthy
 * instances are told of; a name whose instances are all gone exists and has no records. Other zones are refused.
 */
export function answerQuestion(content: RegistryContent, zone: DnsZone, question: Question): DnsAnswer {
  const name = question.name.toLowerCase().replace(/\.$/, '');
  const isInZone = name === zone.name || name.endsWith(`.${zone.name}`);
  if (!isInZone || (question.class ?? 'IN') !== 'IN')
    return { rcode: 'REFUSED', answers: [], authorities: [], additionals: [] };
  const labels = name === zone.name ? [] : name.slice(0, -zone.name.length - 1).split('.');
  const ask = { zone, question };
  const soa = soaRecord(zone);
  if (labels.length === 0) return answerWith(isAsked(question, 'SOA') ? [soa] : [], soa);
  const named = find(content, labels);
  if (named === undefined) {
    const address = readAddressName(labels);
    if (address !== undefined) return answerWith(addressRecords(ask, [address]), soa);
    return { ...answerWith([], soa), rcode: 'NXDOMAIN' };
  }
  const addresses = distinct(named.instances);
  if (named.port === undefined) return answerWith(addressRecords(ask, addresses), soa);
  const services = serviceRecords(ask, named.instances, named.port);
  if (services.length === 0) return answerWith([], soa);
  const targets = addresses.map((one) => addressRecord(zone, addressName(one, zone), one));
  return { ...answerWith(services, soa), additionals: targets };
}

/** An answer without records says for how long there are none. */
function answerWith(answers: readonly Answer[], soa: Answer): DnsAnswer {
  return { rcode: 'NOERROR', answers, authorities: answers.length === 0 ? [soa] : [], additionals: [] };
}

function find(content: RegistryContent, labels: readonly string[]): Named | undefined {
  const [portLabel = '', protocol] = labels;
  if (protocol === '_tcp' && portLabel.startsWith('_')) {
    const named = findInstances(content, labels.slice(2));
    const port = portLabel.slice(1);
    if (!named?.all.some(({ ports }) => Object.hasOwn(ports, port))) return undefined;
    return { instances: healthy(named.all).filter(({ ports }) => Object.hasOwn(ports, port)), port };
  }
  // Between a name and its ports there is a name without records.
  if (portLabel === '_tcp') return findInstances(content, labels.slice(1)) && { instances: [] };
  const named = findInstances(content, labels);
  return named && { instances: healthy(named.all) };
}

function findInstances(
  content: RegistryContent,
  labels: readonly string[],
): { readonly all: readonly InstanceRecord[] } | undefined {
  const [service = '', version, ...rest] = [...labels].reverse();
  if (rest.length > 0 || !content.services.has(service)) return undefined;
  const all = [...(content.instances.get(service)?.values() ?? [])];
  if (version === undefined) return { all };
  const ofVersion = all.filter((instance) => instance.version === version);
  return ofVersion.length === 0 ? undefined : { all: ofVersion };
}

function healthy(instances: readonly InstanceRecord[]): readonly InstanceRecord[] {
  return instances.filter(({ status }) => status === 'healthy');
}

function distinct(instances: readonly InstanceRecord[]): readonly string[] {
  return [...new Set(instances.map(({ address }) => address))];
}

interface Asked {
  readonly zone: DnsZone;
  readonly question: Question;
}

function isAsked({ type }: Question, record: string): boolean {
  return type === record || type === 'ANY';
}

function addressRecords({ zone, question }: Asked, addresses: readonly string[]): Answer[] {
  const records = addresses.map((address) => addressRecord(zone, question.name, address));
  return shuffled(
    records.filter(({ type }) => isAsked(question, type)),
    zone.random,
  );
}

function addressRecord({ ttlSeconds }: DnsZone, name: string, data: string): Answer {
  return { type: isIPv6(data) ? 'AAAA' : 'A', name, ttl: ttlSeconds, data };
}

function serviceRecords({ zone, question }: Asked, instances: readonly InstanceRecord[], port: string): Answer[] {
  if (!isAsked(question, 'SRV')) return [];
  const records = instances.map(({ address, ports, weight }): Answer => ({
    type: 'SRV',
    name: question.name,
    ttl: zone.ttlSeconds,
    data: { priority: 0, weight, port: ports[port] ?? 0, target: addressName(address, zone) },
  }));
  return shuffled(records, zone.random);
}

function addressName(address: string, zone: DnsZone): string {
  return `${addressBytes(address).toString('hex')}.${addressLabel}.${zone.name}`;
}

function readAddressName([hex = '', label, ...rest]: readonly string[]): string | undefined {
  if (label !== addressLabel || rest.length > 0 || !/^([0-9a-f]{8}|[0-9a-f]{32})$/.test(hex)) return undefined;
  const bytes = Buffer.from(hex, 'hex');
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16));
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

function addressBytes(address: string): Buffer {
  if (!isIPv6(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const groups = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({ length: tail === undefined ? 0 : 8 - before.length - after.length }, () => '0');
  return Buffer.from([...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function soaRecord({ name, ttlSeconds }: DnsZone): Answer {
  const data = {
    mname: `ns.${name}`,
    rname: `hostmaster.${name}`,
    // There are no secondaries that could compare it.
    serial: 1,
    refresh: 3600,
    retry: 600,
    expire: 86_400,
    minimum: ttlSeconds,
  };
  return { type: 'SOA', name, ttl: ttlSeconds, data };
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
