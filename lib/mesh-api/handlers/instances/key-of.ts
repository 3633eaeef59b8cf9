import type { InstanceKey } from '../../../registry/model/instance-record.js';
import type { ApiRequest } from '../../server/api-request.js';

/** The instance that a path names. */
export function keyOf({ path }: ApiRequest): InstanceKey {
  return { service: path['service'] ?? '', id: path['id'] ?? '' };
}
