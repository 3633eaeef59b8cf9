import { inParallel } from './in-parallel.js';
import { request } from './request.js';

/** Requests without pause; `stop` gives how many there were of each status, or of each error. */
export function startLoad(url: string): { readonly stop: () => Promise<ReadonlyMap<number | string, number>> } {
  const statuses = new Map<number | string, number>();
  let isOn = true;
  const load = inParallel(6, 6, async () => {
    while (isOn) {
      const status = await request(url).then((answer) => answer.status, String);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  });
  return {
    stop: async () => {
      isOn = false;
      await load;
      return statuses;
    },
  };
}
