import type { InstanceRecord } from './instance-record.js';
import type { ServiceRecord } from './service-record.js';

/** All that a registry holds at one moment. Never changes: a change is another content that shares what is as it was. */
export interface RegistryContent {
  /** By name. An instance's service is always here. */
  readonly services: ReadonlyMap<string, ServiceRecord>;
  /** By service, then id. A service without instances may be missing. */
  readonly instances: ReadonlyMap<string, ReadonlyMap<string, InstanceRecord>>;
}
