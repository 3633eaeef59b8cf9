import { createDiagnostic } from '../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { WantedInstance } from './plan/wanted-instance.js';
import { describeEnd } from './processes/describe-end.js';
import type { ManagedProcess, ProcessEnd } from './processes/managed-process.js';

/** Something of an instance that failed. */
export interface InstanceFailure {
  readonly wanted: WantedInstance;
  readonly part: 'workload' | 'envoy';
  /** What happened: an end, or in words after the part's name. */
  readonly what: ProcessEnd | string;
  readonly process: ManagedProcess;
  /** Absolute file with the whole log. */
  readonly logFile: string;
}

/** Tells of a failed workload or Envoy, with the last lines of its log. Reports `workload-failed`. */
export function instanceFailure({ wanted, part, what, process, logFile }: InstanceFailure): Diagnostic {
  const { proxy, workload } = wanted;
  const owner = part === 'workload' ? `the workload of "${wanted.name}"` : `the Envoy of "${wanted.name}"`;
  const lines = process.lastLines();
  const said = lines.length === 0 ? '' : `; its last lines:\n${lines.join('\n')}`;
  return createDiagnostic('workload-failed', {
    message: `${owner} ${typeof what === 'string' ? what : describeEnd(what)}${said}`,
    origin: workload?.version.origin ?? (proxy.kind === 'gateway' ? proxy.gateway.origin : proxy.service.origin),
    hint: hintFor(wanted, part, logFile),
  });
}

function hintFor({ workload }: WantedInstance, part: InstanceFailure['part'], logFile: string): string {
  if (part === 'envoy' || workload === undefined) return `the whole log is in ${logFile}`;
  return `it was started by ${JSON.stringify(workload.local.command)}; the whole log is in ${logFile}`;
}
