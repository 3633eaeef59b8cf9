import { resolve } from 'node:path';
import type { ServiceProxy } from '../ir/effective-mesh.js';
import type { LocalInstance } from '../targets/envoy/environment.js';
import type { StartedPart } from './instance-part.js';
import type { InstanceSurroundings } from './instance-surroundings.js';
import { isWorkloadReady } from './is-workload-ready.js';
import type { WantedInstance, WantedWorkload } from './plan/wanted-instance.js';
import { workloadEnv } from './plan/workload-env.js';
import { startProcess } from './processes/managed-process.js';

/** The workload of an instance. */
export interface WorkloadInput {
  readonly wanted: WantedInstance;
  readonly proxy: ServiceProxy;
  readonly workload: WantedWorkload;
  readonly ports: LocalInstance;
  /** Absolute. */
  readonly logFile: string;
}

/** Starts the workload of an instance. */
export function startWorkload(input: WorkloadInput, surroundings: InstanceSurroundings): StartedPart {
  const { wanted, proxy, workload, ports, logFile } = input;
  const { env, programDirectory, watchdog, startTimeoutMs, onLog, onNote } = surroundings;
  const { local } = workload;
  const own = workloadEnv(workload, proxy, ports);
  if (own.leftOut.length > 0) {
    const names = own.leftOut.join(', ');
    onNote(`${wanted.name} runs without ${names}: only Kubernetes knows the value; local.env can set it here`);
  }
  const process = startProcess(
    {
      command: local.command,
      directory: resolve(programDirectory, local.workingDirectory ?? '.'),
      env: { ...env, ...own.env },
      logFile,
      onLog: (line) => {
        onLog(wanted.name, line);
      },
    },
    watchdog,
  );
  const isReady = (): Promise<boolean> => isWorkloadReady(workload, ports.workloadPorts);
  return { wanted, part: 'workload', process, logFile, patienceMs: startTimeoutMs, isReady };
}
