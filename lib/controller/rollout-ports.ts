import type { Clock } from '../util/clock.js';
import type { CounterPort } from './ports/counter-port.js';
import type { NoticePort } from './ports/notice-port.js';
import type { RolloutStore } from './ports/rollout-store.js';
import type { TrafficPort } from './ports/traffic-port.js';
import type { WorkloadPort } from './ports/workload-port.js';

/** The world, as far as a controller has to do with it. */
export interface RolloutPorts {
  readonly traffic: TrafficPort;
  readonly counters: CounterPort;
  readonly workloads: WorkloadPort;
  readonly store: RolloutStore;
  /** Each is told everything. */
  readonly notices: readonly NoticePort[];
  /** One that never goes back (`steadyClock`), the same that the counters' times are told by. */
  readonly clock: Clock;
}
