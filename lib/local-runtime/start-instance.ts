import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { ProxyConfig } from '../envoy-resources/proxy-config.js';
import type { LocalInstance } from '../targets/envoy/environment.js';
import { createConfigFolder } from './envoy/config-folder.js';
import { createEnvoyAdmin } from './envoy/envoy-admin.js';
import { createEnvoyFiles, type EnvoyFiles } from './envoy/envoy-files.js';
import { isIdle } from './envoy/is-idle.js';
import { instanceFailure } from './instance-failure.js';
import type { WantedInstance } from './plan/wanted-instance.js';
import { workloadEnv } from './plan/workload-env.js';
import { pollUntil } from './poll-until.js';
import { startProcess, type ManagedProcess, type ProcessEnd } from './processes/managed-process.js';
import type { Watchdog } from './processes/watchdog.js';
import { InternalError } from '../util/internal-error.js';
import { isWorkloadReady } from './is-workload-ready.js';

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

/** What is started. */
export interface InstanceInput {
  readonly wanted: WantedInstance;
  readonly ports: LocalInstance;
  readonly config: ProxyConfig;
  /** Absolute folder for the files of the Envoy; its own. */
  readonly configDirectory: string;
}

/** A running Envoy, and the workload beside it where it has one. */
export interface RunningInstance {
  readonly wanted: WantedInstance;
  readonly ports: LocalInstance;
  readonly configDirectory: string;
  readonly files: EnvoyFiles;
  /** Waits until requests can come. Returns why not, if so: `workload-failed`. */
  readonly whenReady: (signal: AbortSignal) => Promise<readonly Diagnostic[]>;
  /** Settles when a part of it has ended without being asked to. */
  readonly whenFailed: Promise<Diagnostic>;
  /** Waits until no request is on its way through it, or the patience is over. */
  readonly whenIdle: (patienceMs: number, signal: AbortSignal) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const pollIntervalMs = 25;
const envoyPatienceMs = 20_000;
const graceMs = 3_000;

/** Starts the workload and the Envoy of an instance side by side. */
export function startInstance(input: InstanceInput, surroundings: InstanceSurroundings): RunningInstance {
  const { wanted, ports, config, configDirectory } = input;
  const { runDirectory, startTimeoutMs } = surroundings;
  const admin = createEnvoyAdmin(ports.adminPort);
  const files = createEnvoyFiles(config, createConfigFolder(configDirectory), admin);
  const logDirectory = join(runDirectory, 'logs');
  mkdirSync(logDirectory, { recursive: true });
  const logName = wanted.name.replaceAll('/', '.');
  const parts: Part[] = [
    {
      part: 'envoy',
      logFile: join(logDirectory, `${logName}.envoy.log`),
      start: (logFile) => startEnvoy(logFile, input, surroundings),
      patienceMs: envoyPatienceMs,
      isReady: (signal) => admin.isReady(signal),
    },
  ];
  const { workload } = wanted;
  if (workload !== undefined) {
    parts.push({
      part: 'workload',
      logFile: join(logDirectory, `${logName}.log`),
      start: (logFile) => startWorkload(logFile, input, surroundings),
      patienceMs: startTimeoutMs,
      isReady: () => isWorkloadReady(workload, ports.workloadPorts),
    });
  }
  const running = parts.map((part) => ({ ...part, process: part.start(part.logFile) }));
  let isStopping = false;
  const fail = (part: (typeof running)[number], what: ProcessEnd | string): Diagnostic =>
    instanceFailure({ wanted, what, ...part });

  return {
    wanted,
    ports,
    configDirectory,
    files,
    whenReady: async (signal) => {
      const failures = await Promise.all(
        running.map(async (part) => {
          const reason = await waitForPart(part, signal);
          return reason === undefined ? [] : [fail(part, reason)];
        }),
      );
      if (failures.flat().length > 0) return failures.flat();
      const refused = await files.settle(signal);
      const envoy = running.find(({ part }) => part === 'envoy');
      return refused.length > 0 && envoy !== undefined ? [fail(envoy, `did not take ${refused.join(', ')}`)] : [];
    },
    whenFailed: new Promise((report) => {
      for (const part of running) {
        void part.process.ended.then((end) => {
          if (!isStopping) report(fail(part, end));
        });
      }
    }),
    whenIdle: async (patienceMs, signal) => {
      await pollUntil(() => isIdle(admin, signal), { timeoutMs: patienceMs, intervalMs: pollIntervalMs, signal });
    },
    stop: async () => {
      isStopping = true;
      await Promise.all(running.map(({ process }) => process.stop(graceMs)));
    },
  };
}

interface Part {
  readonly part: 'envoy' | 'workload';
  readonly logFile: string;
  readonly start: (logFile: string) => ManagedProcess;
  readonly patienceMs: number;
  readonly isReady: (signal: AbortSignal) => Promise<boolean>;
}

async function waitForPart(
  { process, patienceMs, isReady }: Part & { readonly process: ManagedProcess },
  signal: AbortSignal,
): Promise<ProcessEnd | string | undefined> {
  const waiting = new AbortController();
  const both = AbortSignal.any([signal, waiting.signal]);
  try {
    return await Promise.race([
      process.ended,
      pollUntil(() => isReady(both), { timeoutMs: patienceMs, intervalMs: pollIntervalMs, signal: both }).then(
        (isUp) => (isUp ? undefined : `did not become ready within ${String(patienceMs / 1000)} s`),
      ),
    ]);
  } finally {
    waiting.abort();
  }
}

function startEnvoy(
  logFile: string,
  { wanted, configDirectory }: InstanceInput,
  surroundings: InstanceSurroundings,
): ManagedProcess {
  const { envoy, env, runDirectory, watchdog, onAccess, onLog } = surroundings;
  return startProcess(
    {
      command: [
        envoy,
        ...['-c', join(configDirectory, 'bootstrap.json')],
        // Shared memory between generations of one Envoy is of no use here, and would need an id free on this machine.
        '--disable-hot-restart',
        ...['--concurrency', '1'],
        ...['--log-level', 'warning'],
        // The access log is what the live table is made from.
        ...['--file-flush-interval-msec', '100'],
        // Tell clients of a changed listener at once, not by chance over ten minutes.
        ...['--drain-strategy', 'immediate'],
      ],
      directory: runDirectory,
      env,
      logFile,
      onStdout: (line) => {
        onAccess(wanted.name, line);
      },
      onLog: (line) => {
        onLog(`${wanted.name} envoy`, line);
      },
    },
    watchdog,
  );
}

function startWorkload(
  logFile: string,
  { wanted, ports }: InstanceInput,
  surroundings: InstanceSurroundings,
): ManagedProcess {
  const { env, programDirectory, watchdog, onLog, onNote } = surroundings;
  const { workload, proxy } = wanted;
  if (workload === undefined || proxy.kind === 'gateway')
    throw new InternalError(`"${wanted.name}" has no workload to start`);
  const own = workloadEnv(workload, proxy, ports);
  if (own.leftOut.length > 0) {
    onNote(
      `${wanted.name} runs without ${own.leftOut.join(', ')}: only Kubernetes knows the value; set it in local.env to have it here`,
    );
  }
  return startProcess(
    {
      command: workload.local.command,
      directory: resolve(programDirectory, workload.local.workingDirectory ?? '.'),
      env: { ...env, ...own.env },
      logFile,
      onLog: (line) => {
        onLog(wanted.name, line);
      },
    },
    watchdog,
  );
}
