import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../free-port.js';
import { startProcess } from '../processes.js';
import { temporaryFolderOfFile } from '../temporary-folder-of-file.js';
import { findTool } from '../tools.js';

/**
 * Starts a real Sentinel that looks after a primary called `main` and its replicas, and finds it dead after half a second. Resolves with
 * its address when it knows a replica; it ends with the test file.
 */
export async function startSentinel(primaryPort: number): Promise<string> {
  const port = await freePort();
  // It writes what it learns into its configuration.
  const file = join(temporaryFolderOfFile(), 'sentinel.conf');
  const lines = [
    `port ${String(port)}`,
    'bind 127.0.0.1',
    `sentinel monitor main 127.0.0.1 ${String(primaryPort)} 1`,
    'sentinel down-after-milliseconds main 500',
    'sentinel failover-timeout main 3000',
  ];
  writeFileSync(file, lines.join('\n'));
  const { path } = await findTool('redis-server');
  await startProcess({ command: path, args: [file, '--sentinel'], isReady: () => knowsReplica(port) });
  return `127.0.0.1:${String(port)}`;
}

async function knowsReplica(port: number): Promise<boolean> {
  const client = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: 0, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    return ((await client.call('SENTINEL', 'replicas', 'main')) as readonly unknown[]).length > 0;
  } finally {
    client.disconnect();
  }
}
