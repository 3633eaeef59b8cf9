import type { Clock } from '../../util/clock.js';
import { repeat } from '../remote/repeat.js';
import { deregisterAtAgent, registerAtAgent } from './agent-service.js';
import type { ConsulHttp } from './consul-http.js';
import type { ConsulKeys } from './consul-keys.js';
import { kvEntries, transact } from './consul-kv.js';
import type { KnownConsul } from './known-consul.js';

/** What is swept. */
export interface SweepConsulOptions {
  readonly http: ConsulHttp;
  readonly keys: ConsulKeys;
  readonly clock: Clock;
  readonly known: KnownConsul;
  readonly everyMs: number;
  /** Since when, on the monotonic clock, what is known is live; absent while it is not. */
  readonly liveSince: () => number | undefined;
}

const dayMs = 86_400_000;
const cleanEveryMs = 3_600_000;

/**
 * Removes instances whose lease check Consul has found critical, registers again what the agent has lost, and forgets request ids of
 * more than a day ago. After an outage each lease has its time anew: nobody could renew it. Ends with the returned function.
 */
export function sweepConsul(options: SweepConsulOptions): () => void {
  const { clock } = options;
  let cleanedAt = -Infinity;
  let lost = new Set<string>();
  return repeat(clock, options.everyMs, async () => {
    const since = options.liveSince();
    if (since === undefined) return;
    await endLeases(options, since);
    lost = await registerLost(options, lost);
    if (clock.monotonic() - cleanedAt <= cleanEveryMs) return;
    cleanedAt = clock.monotonic();
    await forgetRequests(options);
  });
}

async function endLeases({ http, keys, clock, known }: SweepConsulOptions, since: number): Promise<void> {
  for (const { record, modifyIndex } of known.own()) {
    if (record.ttlMs === undefined || clock.monotonic() - since < record.ttlMs) continue;
    if (known.health(record.service)?.hasEndedById.get(keys.agentId(record)) !== true) continue;
    const removed = await transact(http, [{ verb: 'delete-cas', key: keys.instance(record), index: modifyIndex }]);
    if (removed.kind === 'answer' && removed.status === 200) await deregisterAtAgent(http, keys, record);
  }
}

/** What the agent does not know at two looks in a row it has lost; at one look it may not have heard yet. */
async function registerLost(
  { http, keys, known }: SweepConsulOptions,
  before: ReadonlySet<string>,
): Promise<Set<string>> {
  const lost = new Set<string>();
  for (const { record } of known.own()) {
    const id = keys.agentId(record);
    if (known.health(record.service)?.hasEndedById.has(id) === true) continue;
    lost.add(id);
    if (before.has(id)) await registerAtAgent(http, keys, record);
  }
  return lost;
}

async function forgetRequests({ http, keys, clock }: SweepConsulOptions): Promise<void> {
  const answer = await http({ method: 'GET', path: `/kv/${keys.requests}`, query: { recurse: '' } });
  if (answer.kind !== 'answer' || answer.status !== 200) return;
  for (const { key, value, modifyIndex } of kvEntries(answer.body, answer.status))
    if (clock.now() - (value as { readonly atMs: number }).atMs > dayMs)
      await transact(http, [{ verb: 'delete-cas', key, index: modifyIndex }]);
}
