import type { EffectiveProxy } from '../../ir/effective-mesh.js';
import type { Service } from '../../ir/service.js';
import type { LocalCommand, Version } from '../../ir/version.js';

/** One proxy that a mesh wants on this machine, with the workload beside it. */
export interface WantedInstance {
  /** `<service>/<version>`, or the name of a gateway. */
  readonly name: string;
  readonly proxy: EffectiveProxy;
  /** Absent for gateways. */
  readonly workload?: WantedWorkload;
  /** Names of the ports that others reach it on. */
  readonly inbound: readonly string[];
  /** The ports that its workload calls, as `<callee>/<port>`. */
  readonly outbound: readonly string[];
  /** Equal for two instances of which a running one can stand for the other: workloads learn their ports at start only. */
  readonly fingerprint: string;
}

/** The workload of a version. */
export interface WantedWorkload {
  readonly service: Service;
  readonly version: Version;
  readonly local: LocalCommand;
}
