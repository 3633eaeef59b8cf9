import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasErrors } from '../diagnostics/has-errors.js';
import type { LocalRunOptions } from './local-run-options.js';
import type { LocalRunResult } from './local-run-result.js';
import { LocalRun } from './local-run.js';
import { startWatchdog } from './processes/watchdog.js';

/**
 * Runs a mesh on this machine: the workload and a real Envoy of each version, and the gateways. Follows changes of the
 * program. Ends when it is asked to, when its time is over, or when a workload or Envoy but a canary's fails; nothing that it started is
 * left then, nor if this process is killed. Rejects with the reason of the signal when that aborts before everything is
 * ready. Reports `workload-without-command`, `port-in-use`, `workload-failed` and what
 * loading and compiling the program does.
 */
export async function runLocal(options: LocalRunOptions): Promise<LocalRunResult> {
  const runDirectory = mkdtempSync(join(tmpdir(), 'meshwright-up-'));
  const watchdog = startWatchdog(runDirectory);
  const run = new LocalRun(options, { runDirectory, watchdog });
  let keepsFolder = false;
  try {
    const result = await run.untilEnd();
    // Its diagnostics name the logs.
    keepsFolder = run.hasStarted && hasErrors(result.diagnostics);
    return result;
  } finally {
    await run.stop();
    await watchdog.close({ keepsFolder });
  }
}
