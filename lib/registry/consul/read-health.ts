import { isIP } from 'node:net';
import { contentHash } from '../../util/content-hash.js';
import { stableJson } from '../../util/stable-json.js';
import type { InstanceRecord, InstanceStatus } from '../model/instance-record.js';
import { leaseCheck } from './agent-service.js';
import { ownerMeta } from './consul-keys.js';

/** One entry of `/v1/health/service/:name`, as far as it is read. */
interface HealthEntry {
  readonly Node: { readonly Address: string; readonly Datacenter?: string };
  readonly Service: {
    readonly ID: string;
    readonly Service: string;
    readonly Address?: string;
    readonly Port?: number;
    readonly Meta?: Readonly<Record<string, string>> | null;
    readonly Weights?: { readonly Passing?: number };
  };
  readonly Checks: readonly { readonly CheckID: string; readonly Status: string }[];
}

/** What Consul says of a service's instances. */
export interface ServiceHealth {
  /** Those that others registered. */
  readonly foreign: readonly InstanceRecord[];
  /** Of ours, by their id at the agent: whether the lease has ended. */
  readonly hasEndedById: ReadonlyMap<string, boolean>;
}

const instanceId = /^[A-Za-z0-9._-]{1,128}$/;

/**
 * Reads an answer of `/v1/health/service/:name`. Of what others registered: maintenance is draining, any critical check makes it
 * unhealthy, a warning does not; the only port is called `default`; Meta's `version` and `zone` are the version and the zone, the
 * datacenter is the region. `previous`: what is as it was stays the same object; what is not gets `revision`.
 */
export function readHealth(body: unknown, previous: ServiceHealth | undefined, revision: string): ServiceHealth {
  const foreign: InstanceRecord[] = [];
  const hasEndedById = new Map<string, boolean>();
  for (const entry of body as readonly HealthEntry[]) {
    const { ID: id, Meta: meta } = entry.Service;
    if (meta?.[ownerMeta] !== undefined) {
      const lease = entry.Checks.find(({ CheckID }) => CheckID === leaseCheck(id));
      hasEndedById.set(id, lease?.Status === 'critical');
      continue;
    }
    const read = readInstance(entry);
    if (read === undefined) continue;
    const known = previous?.foreign.find((one) => one.id === read.id);
    const isSame =
      known !== undefined && stableJson({ ...known, revision: '' }) === stableJson({ ...read, revision: '' });
    foreign.push(isSame ? known : Object.freeze({ ...read, revision }));
  }
  return { foreign, hasEndedById };
}

function readInstance({ Node, Service, Checks }: HealthEntry): Omit<InstanceRecord, 'revision'> | undefined {
  const address = Service.Address === undefined || Service.Address === '' ? Node.Address : Service.Address;
  const { Port: port = 0, Meta: meta, ID: id, Service: service } = Service;
  // A name in place of an address, or no port: nothing that a proxy could be given.
  if (isIP(address) === 0 || port < 1) return undefined;
  const { version, zone } = (meta ?? {}) as { readonly version?: string; readonly zone?: string };
  return {
    service,
    id: instanceId.test(id) ? id : `at-${contentHash(id, 16)}`,
    address,
    ports: { default: port },
    ...(version === undefined ? {} : { version }),
    ...(Node.Datacenter === undefined ? {} : { region: Node.Datacenter }),
    ...(zone === undefined ? {} : { zone }),
    weight: Math.min(10_000, Math.max(1, Service.Weights?.Passing ?? 1)),
    metadata: {},
    status: statusOf(Checks),
  };
}

function statusOf(checks: HealthEntry['Checks']): InstanceStatus {
  const critical = checks.filter(({ Status }) => Status === 'critical');
  if (critical.some(({ CheckID }) => /^_(service|node)_maintenance/.test(CheckID))) return 'draining';
  return critical.length > 0 ? 'unhealthy' : 'healthy';
}
