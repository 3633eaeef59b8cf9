import type { InstanceRecord } from '../../registry/model/instance-record.js';
import type { ServiceRecord } from '../../registry/model/service-record.js';

/** Where a record is in the API. */
export function recordPath(record: ServiceRecord | InstanceRecord): string {
  if ('name' in record) return `/v1/services/${record.name}`;
  return `/v1/services/${record.service}/instances/${record.id}`;
}
