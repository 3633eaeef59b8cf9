import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createCodec } from 'envoy-config-types/codec';
import { connectFleet, type Arrival, type Fleet } from './delta-fleet.js';
import type {
  ChangeKind,
  ServedPlans,
  ServerKind,
  ServerMemory,
  ServerOrder,
  StartedChange,
} from './server-messages.js';

/** What is measured. */
export interface FleetOptions {
  readonly server: ServerKind;
  readonly services: number;
  readonly streams: number;
  readonly streamsPerConnection: number;
  /** Extensions that each proxy lists in its first request, as Envoy does: some 100 bytes each. */
  readonly extensions: number;
  /** How often each change is made and taken back; 0 leaves them out. A bare server knows none. */
  readonly changes: number;
}

/** How a fleet comes to hold its configuration. Times in ms; wall clock from the first connection to the last response. */
export interface Start {
  readonly completeMs: number;
  readonly serverCpuMs: number;
  readonly clientCpuMs: number;
}

/** How long a change takes. Times in ms from the call of `setSnapshot` until the proxies have read what they get. */
export interface ChangeMeasurement {
  /** Proxies that get something. */
  readonly affected: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of one affected proxy. */
  readonly bytesPerStream: number;
  readonly resourcesPerStream: number;
  /** CPU time of the server for one change. */
  readonly serverCpuMs: number;
}

/** What serving a fleet takes. */
export interface FleetMeasurement {
  /** On a server that has just started. */
  readonly first: Start;
  /** On one that has served: all connections were cut, all proxies come again and hold nothing. */
  readonly again: Start;
  readonly bytesPerStream: number;
  /** Size of a proxy's description of itself, in its first request. */
  readonly nodeBytes: number;
  /** What the server's heap and buffers grow by, after a garbage collection. */
  readonly heapKiBPerStream: number;
  /** Resident memory of the server with all streams. */
  readonly rssMiB: number;
  readonly changes: Readonly<Record<ChangeKind, ChangeMeasurement>> | undefined;
}

// The load client. It and the server are processes of their own, as they are where they serve.
process.stdout.write(JSON.stringify(await measure(JSON.parse(process.argv[2] ?? '{}') as FleetOptions)));

async function measure(options: FleetOptions): Promise<FleetMeasurement> {
  const server = fork(
    fileURLToPath(new URL('server.ts', import.meta.url)),
    [String(options.services), options.server],
    {
      execArgv: ['--import', 'tsx', '--expose-gc', ...(process.env['XDS_SERVER_FLAGS']?.split(' ') ?? [])],
    },
  );
  const { port, plans } = await order<ServedPlans>(server, { kind: 'plans' });
  const nodes = encodeNodes(
    options,
    plans.map(({ group }) => group),
  );
  const proxies = nodes.map((node, index) => ({ node, plan: at(plans, index % plans.length) }));
  const connect = (): Fleet => connectFleet(port, proxies, options.streamsPerConnection);
  const before = await order<ServerMemory>(server, { kind: 'memory' });
  const { fleet, bytes, ...first } = await start(server, connect);
  const after = await order<ServerMemory>(server, { kind: 'memory' });
  const groups = proxies.map(({ plan }) => plan.group);
  const changes = options.changes === 0 ? undefined : await measureChanges(server, fleet, { ...options, groups });
  await disconnect(server, fleet, after.heap - before.heap);
  const { fleet: second, bytes: _, ...again } = await start(server, connect);
  second.close();
  server.disconnect();
  await once(server, 'exit');
  return {
    first,
    again,
    bytesPerStream: bytes / options.streams,
    nodeBytes: at(nodes, 0).length,
    heapKiBPerStream: (after.heap + after.external - before.heap - before.external) / 1024 / options.streams,
    rssMiB: after.rss / 2 ** 20,
    changes,
  };
}

async function start(
  server: ChildProcess,
  connect: () => Fleet,
): Promise<Start & { readonly fleet: Fleet; readonly bytes: number }> {
  const serverCpu = await order<number>(server, { kind: 'cpu' });
  const clientCpu = process.cpuUsage();
  const begin = process.hrtime.bigint();
  const fleet = connect();
  let bytes = 0;
  fleet.listen((arrival) => {
    bytes += arrival.bytes;
  });
  const completeMs = Number((await fleet.complete) - begin) / 1e6;
  const { user, system } = process.cpuUsage(clientCpu);
  const serverCpuMs = ((await order<number>(server, { kind: 'cpu' })) - serverCpu) * 1000;
  return { fleet, bytes, completeMs, serverCpuMs, clientCpuMs: (user + system) / 1000 };
}

/** Cuts all connections, and waits until the server has noticed: most of what it keeps of them is free again. */
async function disconnect(server: ChildProcess, fleet: Fleet, kept: number): Promise<void> {
  const { heap: full } = await order<ServerMemory>(server, { kind: 'memory' });
  fleet.close();
  for (let turn = 0; turn < 100; turn++) {
    const { heap } = await order<ServerMemory>(server, { kind: 'memory' });
    if (heap < full - kept / 2) return;
    await pause();
  }
  throw new Error('the server keeps the streams of clients that have gone');
}

function pause(): Promise<void> {
  return new Promise((end) => setTimeout(end, 50));
}

async function measureChanges(
  server: ChildProcess,
  fleet: Fleet,
  options: { readonly changes: number; readonly groups: readonly string[] },
): Promise<Readonly<Record<ChangeKind, ChangeMeasurement>>> {
  let take: (arrival: Arrival) => void = () => undefined;
  fleet.listen((arrival) => {
    take(arrival);
  });
  const one = async (change: ChangeKind): Promise<ChangeMeasurement> => {
    const arrivals: Arrival[] = [];
    const delays: number[] = [];
    let affected = 0;
    await order<number>(server, { kind: 'prepare', change });
    const cpuSeconds = await order<number>(server, { kind: 'cpu' });
    for (let turn = 0; turn < 2 * options.changes; turn++) {
      const seen: Arrival[] = [];
      let wanted = Number.POSITIVE_INFINITY;
      let resolve: () => void;
      const done = new Promise<void>((end) => {
        resolve = end;
      });
      take = (arrival) => {
        seen.push(arrival);
        if (seen.length >= wanted) resolve();
      };
      const { groups, at: start } = await order<StartedChange>(server, { kind: 'change', change });
      const changed = new Set(groups);
      wanted = options.groups.filter((group) => changed.has(group)).length;
      if (seen.length < wanted) await done;
      // The acknowledgements, and whatever is sent too much.
      await pause();
      if (seen.length !== wanted) throw new Error(`${seen.length} responses to ${wanted} proxies`);
      affected = wanted;
      arrivals.push(...seen);
      delays.push(...seen.map((arrival) => Number(arrival.at - BigInt(start)) / 1e6));
    }
    const sorted = delays.sort((left, right) => left - right);
    const sum = (value: (arrival: Arrival) => number): number =>
      arrivals.reduce((total, each) => total + value(each), 0);
    const after = await order<number>(server, { kind: 'cpu' });
    return {
      affected,
      p50Ms: at(sorted, Math.floor(sorted.length * 0.5)),
      p99Ms: at(sorted, Math.ceil(sorted.length * 0.99) - 1),
      bytesPerStream: sum(({ bytes }) => bytes) / arrivals.length,
      resourcesPerStream: sum(({ names, removed }) => names.length + removed.length) / arrivals.length,
      serverCpuMs: ((after - cpuSeconds) * 1000) / (2 * options.changes),
    };
  };
  return { route: await one('route'), endpoint: await one('endpoint'), 'every-route': await one('every-route') };
}

function encodeNodes({ streams, extensions }: FleetOptions, groups: readonly string[]): readonly Uint8Array[] {
  const codec = createCodec();
  const listed = Array.from({ length: extensions }, (_, index) => ({
    name: `envoy.filters.http.extension_${index}`,
    category: 'envoy.filters.http',
    type_urls: [`envoy.extensions.filters.http.extension_${index}.v3.Extension`],
  }));
  return Array.from({ length: streams }, (_, index) =>
    codec.toBinary('envoy.config.core.v3.Node', {
      id: at(groups, index % groups.length),
      cluster: 'bench',
      extensions: listed,
    }),
  );
}

function order<T>(server: ChildProcess, message: ServerOrder): Promise<T> {
  return new Promise((resolve, reject) => {
    server.once('message', (answer) => {
      server.off('exit', reject);
      resolve(answer as T);
    });
    server.once('exit', reject);
    server.send(message);
  });
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error(`nothing at ${index}`);
  return found;
}
