import type { Watchdog } from './processes/watchdog.js';

/** What all instances of a run have in common. */
export interface InstanceSurroundings {
  readonly watchdog: Watchdog;
  /** Absolute path of the Envoy program. */
  readonly envoy: string;
  /** Environment that workloads and Envoys inherit. */
  readonly env: NodeJS.ProcessEnv;
  /** Absolute folder that the folders of workloads are relative to. */
  readonly programDirectory: string;
  /** Absolute folder for files and logs. */
  readonly runDirectory: string;
  /** How long a workload may take to become ready, in ms. */
  readonly startTimeoutMs: number;
  /** Receives each line of the access log of an instance's Envoy. */
  readonly onAccess: (instance: string, line: string) => void;
  /** Receives what workloads and Envoys print. */
  readonly onLog: (instance: string, line: string) => void;
  /** Receives what the user should know and need not act on. */
  readonly onNote: (text: string) => void;
}
