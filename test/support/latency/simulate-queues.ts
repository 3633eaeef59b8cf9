/** A service as the simulation knows it; it knows nothing of meshes. */
export interface SimulatedService {
  /** Versions with their part of the requests, mean service time and number of workers. */
  readonly versions: readonly { readonly share: number; readonly serviceTimeMs: number; readonly workers: number }[];
  /** In this order, one after the other; those of one group at the same time. */
  readonly calls: readonly { readonly callee: number; readonly times: number; readonly group?: string }[];
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Queue {
  readonly waiting: { readonly serve: () => void }[];
  head: number;
  free: number;
}

/**
 * Sends requests to the first service at random moments and plays out what happens to each, worker by worker. Returns how
 * long each took in ms, in the order of their ends, without the first tenth.
 */
export function simulateQueues(
  services: readonly SimulatedService[],
  run: { readonly requestsPerSecond: number; readonly requests: number; readonly seed: number },
): readonly number[] {
  const random = randomNumbers(run.seed);
  const exponential = (mean: number): number => -Math.log(1 - random()) * mean;
  const agenda = createAgenda();
  const queues = services.map(({ versions }) =>
    versions.map(({ workers }): Queue => ({ waiting: [], head: 0, free: workers })),
  );

  const visit = (index: number, done: () => void): void => {
    const service = services[index];
    if (service === undefined) throw new Error(`no service ${String(index)}`);
    const chosen = chooseVersion(service, random());
    const version = service.versions[chosen];
    const queue = queues[index]?.[chosen];
    if (version === undefined || queue === undefined) throw new Error(`no version ${String(chosen)}`);
    const serve = (): void => {
      queue.free -= 1;
      agenda.in(exponential(version.serviceTimeMs), () => {
        queue.free += 1;
        const next = queue.waiting[queue.head];
        if (next !== undefined) {
          queue.head += 1;
          next.serve();
        }
        callAll(service, done);
      });
    };
    if (queue.free > 0) serve();
    else queue.waiting.push({ serve });
  };

  const callAll = ({ calls }: SimulatedService, done: () => void): void => {
    const steps = new Map<string, (typeof calls)[number][]>();
    for (const [position, call] of calls.entries()) {
      const key = call.group ?? `alone ${String(position)}`;
      steps.set(key, [...(steps.get(key) ?? []), call]);
    }
    inTurn(
      [...steps.values()].map((step) => (next) => {
        let open = step.length;
        const finish = (): void => {
          open -= 1;
          if (open === 0) next();
        };
        for (const { callee, times } of step) {
          inTurn(
            Array.from({ length: times }, () => (after: () => void) => {
              visit(callee, after);
            }),
            finish,
          );
        }
      }),
      done,
    );
  };

  const times: number[] = [];
  let sent = 0;
  const arrive = (): void => {
    const startedAt = agenda.now();
    visit(0, () => times.push(agenda.now() - startedAt));
    sent += 1;
    if (sent < run.requests) agenda.in(exponential(1000 / run.requestsPerSecond), arrive);
  };
  arrive();
  agenda.run();
  return times.slice(Math.floor(times.length / 10));
}

function chooseVersion({ versions }: SimulatedService, number: number): number {
  let left = number;
  const found = versions.findIndex(({ share }) => {
    left -= share;
    return left < 0;
  });
  return found === -1 ? versions.length - 1 : found;
}

function inTurn(steps: readonly ((next: () => void) => void)[], done: () => void, position = 0): void {
  const step = steps[position];
  if (step === undefined) done();
  else
    step(() => {
      inTurn(steps, done, position + 1);
    });
}

/** What happens when, by a binary heap. */
function createAgenda(): { now(): number; in(delay: number, act: () => void): void; run(): void } {
  const heap: { readonly at: number; readonly act: () => void }[] = [];
  let clock = 0;
  const swap = (one: number, other: number): void => {
    const [left, right] = [heap[one], heap[other]];
    if (left === undefined || right === undefined) return;
    heap[one] = right;
    heap[other] = left;
  };
  const at = (position: number): number => heap[position]?.at ?? Infinity;
  const rise = (from: number): void => {
    for (let child = from; child > 0;) {
      const parent = (child - 1) >> 1;
      if (at(parent) <= at(child)) return;
      swap(parent, child);
      child = parent;
    }
  };
  const sink = (): void => {
    for (let parent = 0; ;) {
      const child = at(2 * parent + 1) <= at(2 * parent + 2) ? 2 * parent + 1 : 2 * parent + 2;
      if (at(child) >= at(parent)) return;
      swap(parent, child);
      parent = child;
    }
  };
  return {
    now: () => clock,
    in(delay, act) {
      heap.push({ at: clock + delay, act });
      rise(heap.length - 1);
    },
    run() {
      while (heap.length > 0) {
        swap(0, heap.length - 1);
        const event = heap.pop();
        sink();
        if (event === undefined) return;
        clock = event.at;
        event.act();
      }
    },
  };
}
