// Leads, says so, and writes with its token for each line that it reads: `node --import tsx leader-process.ts <url> <ttl in ms>`.
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRedisBackend } from '../../../lib/registry/redis/redis-backend.js';
import { createRedisLease } from '../../../lib/registry/redis/redis-lease.js';
import { systemClock } from '../../../lib/util/system-clock.js';

const [url = '', ttlMs = ''] = process.argv.slice(2);
const server = { kind: 'url', url } as const;
const backend = createRedisBackend({ server, clock: systemClock });
const lease = createRedisLease({ server, clock: systemClock, name: 'test', ttlMs: Number(ttlMs), holder: 'stopped' });
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
let fencingToken: bigint | undefined;
lease.watch((isLeader) => {
  if (!isLeader || fencingToken !== undefined) return;
  fencingToken = lease.fencingToken();
  say(`leads ${String(fencingToken)}`);
});
createInterface({ input: process.stdin }).on('line', () => {
  void writeOnce();
});

async function writeOnce(): Promise<void> {
  const service = { kind: 'put-service', name: 'of-the-first', metadata: {}, precondition: { kind: 'any' } } as const;
  let result = await backend.write(service, { fencingToken: fencingToken ?? 0n });
  // Its connection may have broken while it was stopped.
  while (result.kind === 'unavailable' || result.kind === 'unknown') {
    await sleep(10);
    result = await backend.write(service, { fencingToken: fencingToken ?? 0n });
  }
  say(`wrote ${JSON.stringify(result)}`);
  say(`leading ${String(lease.isLeader())}`);
}
