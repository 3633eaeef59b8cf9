import { isIP, isIPv6 } from 'node:net';
import type { HealthCheck } from '../model/health-check.js';
import type { InstanceDescription } from '../model/instance-record.js';
import type { RegistryWrite } from '../model/registry-write.js';

/** What is wrong with one field of a write. */
export interface WriteProblem {
  /** Where, as a JSON pointer from the record: "/ports/http". */
  readonly path: string;
  /** What is wrong, with the value where it is short. */
  readonly problem: string;
  readonly expected: string;
}

/** What the name of a service, or a version, must look like: a DNS label. */
export const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const instanceId = /^[A-Za-z0-9._-]{1,128}$/;
const label = /^[A-Za-z0-9._-]{1,63}$/;
const metadataKey = /^[A-Za-z0-9]([A-Za-z0-9._/-]{0,61}[A-Za-z0-9])?$/;
const unprintable = /[\u0000-\u001f\u007f]|\p{Surrogate}/u;

/**
 * Checks what a write says of its record, beyond what types say; sorted by path, empty where all is well. All doors ask it: what
 * gets past it every backend can keep.
 */
export function problemsOf(write: RegistryWrite): readonly WriteProblem[] {
  const problems: WriteProblem[] = [];
  const report: Report = (isWrong, path, expected, value) => {
    if (isWrong) problems.push({ path, problem: describe(value), expected });
  };
  switch (write.kind) {
    case 'put-service':
      report(!dnsLabel.test(write.name), '/name', expectations.service, write.name);
      metadataProblems(report, write.metadata);
      break;
    case 'delete-service':
      report(!dnsLabel.test(write.name), '/name', expectations.service, write.name);
      break;
    case 'put-instance':
      instanceProblems(report, write.instance);
      break;
    case 'set-instance-status':
    case 'renew-instance':
    case 'delete-instance':
      report(!dnsLabel.test(write.key.service), '/service', expectations.service, write.key.service);
      report(!instanceId.test(write.key.id), '/id', expectations.id, write.key.id);
      break;
  }
  return problems.sort((a, b) => (a.path < b.path ? -1 : 1));
}

type Report = (isWrong: boolean, path: string, expected: string, value: unknown) => void;

const expectations = {
  service: 'a DNS label: 1 to 63 lower-case letters, digits and "-", with a letter or digit at both ends',
  id: '1 to 128 letters, digits, ".", "_" and "-"',
  label: '1 to 63 letters, digits, ".", "_" and "-"',
} as const;

function instanceProblems(report: Report, instance: InstanceDescription): void {
  const { service, id, address, ports, version, region, zone, weight, metadata, ttlMs, healthCheck } = instance;
  report(!dnsLabel.test(service), '/service', expectations.service, service);
  report(!instanceId.test(id), '/id', expectations.id, id);
  report(canonicalAddress(address) !== address, '/address', addressExpectation(address), address);
  portProblems(report, ports);
  report(version !== undefined && !dnsLabel.test(version), '/version', expectations.service, version);
  report(region !== undefined && !label.test(region), '/region', expectations.label, region);
  report(zone !== undefined && !label.test(zone), '/zone', expectations.label, zone);
  report(!isWhole(weight, 1, 10_000), '/weight', 'a whole number from 1 to 10000', weight);
  metadataProblems(report, metadata);
  report(
    ttlMs !== undefined && !isWhole(ttlMs, 1000, 86_400_000),
    '/ttlMs',
    'a whole number of milliseconds from 1000 to 86400000',
    ttlMs,
  );
  if (healthCheck !== undefined) healthCheckProblems(report, healthCheck, ports);
}

function portProblems(report: Report, ports: InstanceDescription['ports']): void {
  const all = Object.entries(ports);
  report(all.length === 0, '/ports', 'at least one port', 'none');
  report(all.length > 64, '/ports', 'at most 64 ports', `${String(all.length)} ports`);
  for (const [name, port] of all) {
    report(!dnsLabel.test(name), pointer('ports', name), `a name that is ${expectations.service}`, name);
    report(!isWhole(port, 1, 65_535), pointer('ports', name), 'a whole number from 1 to 65535', port);
  }
}

function metadataProblems(report: Report, metadata: Readonly<Record<string, string>>): void {
  const all = Object.entries(metadata);
  report(all.length > 64, '/metadata', 'at most 64 keys', `${String(all.length)} keys`);
  for (const [key, value] of all) {
    const path = pointer('metadata', key);
    report(
      !metadataKey.test(key),
      path,
      'a key of 1 to 63 letters, digits, ".", "_", "-" and "/", with a letter or digit at both ends',
      key,
    );
    report(value.length > 256 || unprintable.test(value), path, 'at most 256 printable characters', value);
  }
}

function healthCheckProblems(report: Report, check: HealthCheck, ports: InstanceDescription['ports']): void {
  const {
    kind,
    port,
    path,
    service,
    intervalMs = 5000,
    timeoutMs = 2000,
    healthyThreshold,
    unhealthyThreshold,
  } = check;
  const at = (field: string): string => `/healthCheck/${field}`;
  const known = Object.keys(ports).sort().join('", "');
  report(!Object.hasOwn(ports, port), at('port'), `the name of one of its ports: "${known}"`, port);
  report(path !== undefined && kind !== 'http', at('path'), 'a path with kind "http" only', path);
  report(
    path !== undefined && !/^\/[\x21-\x7e]{0,1023}$/.test(path),
    at('path'),
    'a path that starts with "/", at most 1024 characters',
    path,
  );
  report(service !== undefined && kind !== 'grpc', at('service'), 'a service with kind "grpc" only', service);
  report(
    service !== undefined && !/^[\x21-\x7e]{0,256}$/.test(service),
    at('service'),
    'at most 256 printable characters',
    service,
  );
  report(
    !isWhole(intervalMs, 100, 3_600_000),
    at('intervalMs'),
    'a whole number of milliseconds from 100 to 3600000',
    intervalMs,
  );
  report(
    !isWhole(timeoutMs, 10, intervalMs) && !(check.timeoutMs === undefined && intervalMs < timeoutMs),
    at('timeoutMs'),
    `a whole number of milliseconds from 10 to the interval, ${String(intervalMs)}`,
    timeoutMs,
  );
  for (const [field, value] of Object.entries({ healthyThreshold, unhealthyThreshold }))
    report(value !== undefined && !isWhole(value, 1, 10), at(field), 'a whole number from 1 to 10', value);
}

function isWhole(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

/** An address as every machine writes it; undefined for what is none. IPv6 as in RFC 5952, which is what URLs make of it. */
function canonicalAddress(address: string): string | undefined {
  // A scope ("%eth0") means something on one machine only.
  if (isIP(address) === 0 || address.includes('%')) return undefined;
  return isIPv6(address) ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;
}

function addressExpectation(address: string): string {
  const canonical = canonicalAddress(address);
  return canonical === undefined ? 'an IPv4 or IPv6 address' : `the address in canonical form: ${canonical}`;
}

function pointer(field: string, key: string): string {
  return `/${field}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function describe(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return `is ${text.length <= 100 ? text : `${text.slice(0, 97)}...`}`;
}
