import { setTimeout as sleep } from 'node:timers/promises';
import { inParallel } from './in-parallel.js';
import { request } from './request.js';

/** What came of requests: how many of each status or error, and of good ones how many an instance had. */
export interface LoadResult {
  readonly statuses: ReadonlyMap<number | string, number>;
  readonly instances: ReadonlyMap<string, number>;
}

/** Requests without pause. */
export interface Load {
  /** Waits until all that is under way has ended, then counts from nothing again; gives what there was. */
  readonly next: () => Promise<LoadResult>;
  readonly stop: () => Promise<LoadResult>;
}

/** Starts to send requests, so many at once, to one address or several in turn; each on a connection of its own. */
export function startLoad(urls: string | readonly string[], atOnce = 4): Load {
  const addresses = typeof urls === 'string' ? [urls] : urls;
  let statuses = new Map<number | string, number>();
  let instances = new Map<string, number>();
  let isOn = true;
  let round = 0;
  const rounds = Array.from({ length: atOnce }, () => 0);
  const load = inParallel(atOnce, atOnce, async (worker) => {
    const url = addresses[worker % addresses.length] ?? '';
    while (isOn) {
      const mine = round;
      const [into, from] = [statuses, instances];
      // What fails at once must not keep the loop from its turns.
      const answer = await request(url).catch(async (error: unknown) => sleep(1, String(error)));
      const status = typeof answer === 'string' ? answer : answer.status;
      into.set(status, (into.get(status) ?? 0) + 1);
      const instance = typeof answer === 'string' ? undefined : answer.headers['x-instance'];
      if (typeof instance === 'string') from.set(instance, (from.get(instance) ?? 0) + 1);
      rounds[worker] = mine;
    }
  });
  return {
    next: async () => {
      const result = { statuses, instances };
      statuses = new Map();
      instances = new Map();
      round++;
      while (rounds.some((reached) => reached < round)) await sleep(5);
      return result;
    },
    stop: async () => {
      isOn = false;
      await load;
      return { statuses, instances };
    },
  };
}
