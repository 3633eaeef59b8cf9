import type { EnvoyAdmin } from './envoy/envoy-admin.js';
import type { StartedPart } from './instance-part.js';
import type { InstanceSurroundings } from './instance-surroundings.js';
import type { WantedInstance } from './plan/wanted-instance.js';
import { startProcess } from './processes/managed-process.js';

/** The Envoy of an instance. */
export interface EnvoyInput {
  readonly wanted: WantedInstance;
  /** Absolute. */
  readonly bootstrapFile: string;
  readonly admin: EnvoyAdmin;
  /** Absolute. */
  readonly logFile: string;
}

const patienceMs = 20_000;

/** Starts the Envoy of an instance. */
export function startEnvoy(input: EnvoyInput, surroundings: InstanceSurroundings): StartedPart {
  const { wanted, bootstrapFile, admin, logFile } = input;
  const { envoy, env, runDirectory, watchdog, onAccess, onLog } = surroundings;
  const process = startProcess(
    {
      command: [
        envoy,
        ...['-c', bootstrapFile],
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
  return { wanted, part: 'envoy', process, logFile, patienceMs, isReady: admin.isReady };
}
