import type { InstanceKey, InstanceRecord } from '../model/instance-record.js';
import type { ConsulAnswer, ConsulHttp } from './consul-http.js';
import { type ConsulKeys, ownerMeta } from './consul-keys.js';

/** The check that a renewal passes; it turns critical when the lease ends. */
export function leaseCheck(agentId: string): string {
  return `${agentId}-lease`;
}

/** Registers an instance at the agent, for all who ask Consul: with its status as a check, its lease as another, draining as maintenance. */
export async function registerAtAgent(
  http: ConsulHttp,
  keys: ConsulKeys,
  record: InstanceRecord,
): Promise<ConsulAnswer> {
  const id = keys.agentId(record);
  const [port] = Object.values(record.ports);
  const status = {
    CheckID: `${id}-status`,
    Name: 'status in the registry',
    // Nobody passes it: the registry says what it is.
    TTL: '87600h',
    Status: record.status === 'unhealthy' ? 'critical' : 'passing',
  };
  const lease = { CheckID: leaseCheck(id), Name: 'lease', TTL: `${String(record.ttlMs ?? 0)}ms`, Status: 'passing' };
  const answer = await http({
    method: 'PUT',
    path: '/agent/service/register',
    query: { 'replace-existing-checks': 'true' },
    body: {
      ID: id,
      Name: record.service,
      Address: record.address,
      Port: port,
      Meta: {
        [ownerMeta]: keys.instance(record).slice(0, 512),
        ...(record.version === undefined ? {} : { version: record.version }),
      },
      Weights: { Passing: record.weight, Warning: record.weight },
      Checks: record.ttlMs === undefined ? [status] : [status, lease],
    },
  });
  return answer.kind === 'answer' && answer.status === 200 ? setMaintenance(http, id, record) : answer;
}

/** Shows an instance's status; unlike `registerAtAgent` it leaves the lease as it is. */
export async function showStatus(http: ConsulHttp, keys: ConsulKeys, record: InstanceRecord): Promise<ConsulAnswer> {
  const id = keys.agentId(record);
  const verdict = record.status === 'unhealthy' ? 'fail' : 'pass';
  const answer = await http({ method: 'PUT', path: `/agent/check/${verdict}/${id}-status` });
  return answer.kind === 'answer' && answer.status === 200 ? setMaintenance(http, id, record) : answer;
}

function setMaintenance(http: ConsulHttp, id: string, { status }: InstanceRecord): Promise<ConsulAnswer> {
  const enable = status === 'draining' ? 'true' : 'false';
  return http({ method: 'PUT', path: `/agent/service/maintenance/${id}`, query: { enable, reason: 'draining' } });
}

/** Takes an instance from the agent; one that is not there is none. */
export function deregisterAtAgent(http: ConsulHttp, keys: ConsulKeys, key: InstanceKey): Promise<ConsulAnswer> {
  return http({ method: 'PUT', path: `/agent/service/deregister/${keys.agentId(key)}` });
}

/** Starts an instance's lease anew; 404 where the agent does not know it. */
export function passLease(http: ConsulHttp, keys: ConsulKeys, key: InstanceKey): Promise<ConsulAnswer> {
  return http({ method: 'PUT', path: `/agent/check/pass/${leaseCheck(keys.agentId(key))}` });
}
