import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { instanceFailure } from './instance-failure.js';
import type { WantedInstance } from './plan/wanted-instance.js';
import { pollUntil } from './poll-until.js';
import type { ManagedProcess } from './processes/managed-process.js';

/** A program of an instance, just started. */
export interface StartedPart {
  readonly wanted: WantedInstance;
  readonly part: 'workload' | 'envoy';
  readonly process: ManagedProcess;
  /** Absolute file with the whole log. */
  readonly logFile: string;
  /** How long it may take to become ready. */
  readonly patienceMs: number;
  readonly isReady: (signal: AbortSignal) => Promise<boolean>;
}

/** A running program of an instance. */
export interface InstancePart {
  /** Waits until it is ready. Returns why not, if so: `workload-failed`. */
  readonly whenReady: (signal: AbortSignal) => Promise<readonly Diagnostic[]>;
  /** Tells of it in the words given, which come after its name. */
  readonly failure: (what: string) => Diagnostic;
  /** Settles when it has ended without being asked to. */
  readonly whenFailed: Promise<Diagnostic>;
  readonly stop: () => Promise<void>;
}

const pollIntervalMs = 25;
const graceMs = 3_000;

/** Looks after a started program. */
export function instancePart(started: StartedPart): InstancePart {
  const { process, patienceMs, isReady } = started;
  let isStopping = false;
  const timeIsUp = `did not become ready within ${String(patienceMs / 1000)} s`;

  const whenReady = async (signal: AbortSignal): Promise<readonly Diagnostic[]> => {
    const enough = new AbortController();
    const either = AbortSignal.any([signal, enough.signal]);
    const poll = pollUntil(() => isReady(either), {
      timeoutMs: patienceMs,
      intervalMs: pollIntervalMs,
      signal: either,
    });
    try {
      const what = await Promise.race([process.ended, poll.then((isUp) => (isUp ? undefined : timeIsUp))]);
      return what === undefined ? [] : [instanceFailure({ ...started, what })];
    } finally {
      enough.abort();
    }
  };
  const whenFailed = new Promise<Diagnostic>((report) => {
    void process.ended.then((end) => {
      if (!isStopping) report(instanceFailure({ ...started, what: end }));
    });
  });
  return {
    whenReady,
    whenFailed,
    failure: (what) => instanceFailure({ ...started, what }),
    stop: () => {
      isStopping = true;
      return process.stop(graceMs);
    },
  };
}
