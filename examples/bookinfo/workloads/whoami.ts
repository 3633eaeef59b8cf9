/** Name and version of this workload, for its answers. */
export interface Identity {
  readonly service: string;
  readonly version: string;
}

/** Says who this workload is; the version comes as `SERVICE_VERSION`. */
export function whoami(service: string): Identity {
  return { service, version: process.env['SERVICE_VERSION'] ?? 'v1' };
}
