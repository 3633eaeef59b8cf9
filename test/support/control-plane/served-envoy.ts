import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startProcess, type RunningProcess } from '../processes.js';
import { temporaryFolderOfFile } from '../temporary-folder-of-file.js';

/** An Envoy that was started with nothing but its bootstrap. */
export interface ServedEnvoy {
  readonly process: RunningProcess;
  /** Text of a page of its admin interface. */
  readonly admin: (path: string) => Promise<string>;
  /** Host and port of its admin interface. */
  readonly adminAddress: string;
}

/** Starts an Envoy and waits until it has all of its configuration, or is in another state. It ends with the test: another one of its group would listen on the same ports. */
export async function startServedEnvoy(
  envoy: string,
  bootstrap: object,
  state: 'LIVE' | 'PRE_INITIALIZING' = 'LIVE',
): Promise<ServedEnvoy> {
  const folder = temporaryFolderOfFile();
  const file = join(folder, 'bootstrap.json');
  const adminFile = join(folder, 'admin.txt');
  writeFileSync(file, JSON.stringify(bootstrap));
  const admin = async (path: string): Promise<string> =>
    (await fetch(`http://${readFileSync(adminFile, 'utf8')}${path}`)).text();
  const process = await startProcess({
    command: envoy,
    args: ['-c', file, '--use-dynamic-base-id', '--concurrency', '1', '--admin-address-path', adminFile].concat([
      '--file-flush-interval-msec',
      '50',
      '--log-level',
      'warning',
    ]),
    isReady: async () => (await admin('/ready')).trim() === state,
  });
  onTestFinished(process.stop);
  return { process, admin, adminAddress: readFileSync(adminFile, 'utf8') };
}
