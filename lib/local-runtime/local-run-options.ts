import type { CounterPort } from '../controller/ports/counter-port.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { MeshIr } from '../ir/mesh-ir.js';
import type { Clock } from '../util/clock.js';
import type { Paint } from './view/paint.js';
import type { Screen } from './view/screen.js';

/** What a program declared when it was run. */
export interface LoadedIr {
  /** Absent when there are errors. */
  readonly ir?: MeshIr;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a local run is told. */
export interface LocalRunOptions {
  /** Runs the program; called once at the start and after each change. Rejects with the reason of the signal. */
  readonly load: (signal: AbortSignal) => Promise<LoadedIr>;
  /** What to watch for changes; absent: the program is loaded once. */
  readonly watch?: {
    /** Absolute. */
    readonly directory: string;
    /** Absolute folders that are not looked at. */
    readonly ignored: readonly string[];
  };
  /** Absolute folder that workloads' folders are relative to. */
  readonly programDirectory: string;
  /** Absolute path of the Envoy program. */
  readonly envoy: string;
  /** Environment that workloads and Envoys inherit. */
  readonly env: NodeJS.ProcessEnv;
  /** Port for the first port of the first gateway. @default - a free one */
  readonly gatewayPort?: number | undefined;
  /** Traffic to send to the gateways. @default - none */
  readonly traffic?: {
    /** Requests a second, over 0. */
    readonly perSecond: number;
    /** Paths to ask for; empty: those that the gateways' routes name. */
    readonly paths: readonly string[];
  };
  /** Reads the counters that rollouts are decided by. @default - the Envoys' own */
  readonly rolloutCounters?: ((clock: Clock) => CounterPort) | undefined;
  /** Absolute file for where a Prometheus finds the Envoys' counters, kept up to date; empty at the end. @default - none */
  readonly metricsTargetsFile?: string | undefined;
  /** Ends the run after this time, counted from when everything is ready. @default - it goes on until it is asked to stop */
  readonly durationMs?: number | undefined;
  /** How long a workload may take to become ready. @default 30000 */
  readonly startTimeoutMs?: number;
  /** Asks the run to stop; once everything is ready it resolves with its report, before that it rejects. */
  readonly signal: AbortSignal;
  readonly screen: Screen;
  readonly paint: Paint;
  /** Shows diagnostics that do not end the run, as text. */
  readonly renderDiagnostics: (diagnostics: readonly Diagnostic[]) => string;
  /** Whether to show each line that workloads and Envoys print. @default false */
  readonly showsLogs?: boolean;
}
