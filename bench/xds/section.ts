import type { ChangeMeasurement, FleetMeasurement } from './measure-one.js';
import { measureXds, type Fleet, type FleetRow } from './run.js';
import type { ChangeKind } from './server-messages.js';

/** What istiod 1.31-dev needs on our machine for the same mesh, by a load client of ours; measured once, for comparison. */
const istiod = {
  sidecars: '| istiod, a Sidecar written for each workload | 1000 | | 900-1300 | | | | | 24 | | |',
  plain: '| istiod, without Sidecars | 100 | | 4000 | | | | | 2400 | | |',
  route: '| istiod, one route | | 230 | | | 16 | |',
};

/** Measures the xDS server and tells of it, as a section of `docs/benchmarks.md`. */
export function xdsSection(rounds: number): string {
  const rows = measureXds(rounds);
  const noise = Math.max(...rows.map((row) => row.noise));
  return `## Serving proxies (\`lib/xds\`)

The generated mesh of 1,000 services, five calls each; each service has two versions with two endpoints each, by ADS. Server and load client
are two processes on this machine, and both count. The client speaks incremental ADS as Envoy does: all clusters, the
endpoints that they name, all listeners, the routes that they name, each response acknowledged. "first" is a server that has
just started, "again" the same one after all connections were cut. Bytes are those of the responses. Memory is what the server's heap and
buffers grow by for a stream; RSS is the whole process, which holds compiled meshes too. Noise of first: ${noise.toFixed(2)}.

"bare grpc-js" is a server of the same library that knows nothing: it answers each question with ready-made bytes, those that ours sends, and keeps
nothing of a stream but its name. So it is the lower bound of the platform, and what ours takes beyond it is ours; "platform's share" is its CPU
time for the CPU time of ours. It ran by turns with ours.

| server | streams | a connection | first ms | server CPU ms | again ms | server CPU ms | platform's share, first and again | KiB a stream | memory KiB a stream | RSS MiB |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
${[...rows.flatMap(fleetRows), istiod.sidecars, istiod.plain].join('\n')}

A change, from the call of \`setSnapshot\` to the moment that a proxy has read it. "one route" and "every route" give all 1,000 groups a new
snapshot, as another program does, and the server finds what differs; "one endpoint" gives one to the callers of the service, as a
registry does. The time of istiod counts from the write of the resource.

| change | proxies | p50 ms | p99 ms | resources each | KiB each | server CPU ms |
| --- | --- | --- | --- | --- | --- | --- |
${[...rows.flatMap(changeRows), istiod.route].join('\n')}`;
}

function fleetRows({ fleet, measured, bare }: FleetRow): readonly string[] {
  const { nodeBytes } = measured;
  const note = nodeBytes > 1024 ? `, first requests of ${(nodeBytes / 1024).toFixed(0)} KiB` : '';
  const share = (start: 'first' | 'again'): string =>
    `${((bare[start].serverCpuMs / measured[start].serverCpuMs) * 100).toFixed(0)} %`;
  return [
    fleetRow(`Meshwright${note}`, fleet, { measured, share: `${share('first')}, ${share('again')}` }),
    fleetRow(`bare grpc-js${note}`, fleet, { measured: bare, share: '' }),
  ];
}

function fleetRow(
  name: string,
  { streams, streamsPerConnection }: Fleet,
  { measured, share }: { readonly measured: FleetMeasurement; readonly share: string },
): string {
  const { first, again, bytesPerStream, heapKiBPerStream, rssMiB } = measured;
  const cells = [
    name,
    streams,
    streamsPerConnection,
    ...[first, again].flatMap(({ completeMs, serverCpuMs }) => [completeMs.toFixed(0), serverCpuMs.toFixed(0)]),
    share,
    (bytesPerStream / 1024).toFixed(1),
    heapKiBPerStream.toFixed(0),
    rssMiB.toFixed(0),
  ];
  return `| ${cells.join(' | ')} |`;
}

const changeNames: Readonly<Record<ChangeKind, string>> = {
  route: 'one route',
  endpoint: 'one endpoint',
  'every-route': 'every route',
};

function changeRows({ fleet, measured: { changes } }: FleetRow): readonly string[] {
  if (changes === undefined) return [];
  return (Object.entries(changes) as [ChangeKind, ChangeMeasurement][]).map(([kind, change]) => {
    const cells = [
      `${changeNames[kind]}, ${fleet.streams} streams`,
      change.affected,
      change.p50Ms.toFixed(1),
      change.p99Ms.toFixed(1),
      change.resourcesPerStream.toFixed(0),
      (change.bytesPerStream / 1024).toFixed(1),
      change.serverCpuMs.toFixed(1),
    ];
    return `| ${cells.join(' | ')} |`;
  });
}
