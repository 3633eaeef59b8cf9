import type { ChangeMeasurement } from './measure-one.js';
import { measureXds, type FleetRow } from './run.js';
import type { ChangeKind } from './server-messages.js';

/** What istiod 1.31-dev needs on our machine for the same mesh, by a load client of ours; measured once, for comparison. */
const istiod = {
  sidecars: '| istiod, a Sidecar written for each workload | 1000 | | 900-1300 | | | | 24 | | |',
  plain: '| istiod, without Sidecars | 100 | | 4000 | | | | 2400 | | |',
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
buffers grow by for a stream; RSS is the whole process, which holds several compiled meshes too. Noise of first: ${noise.toFixed(2)}.

| server | streams | a connection | first ms | server CPU ms | again ms | server CPU ms | KiB a stream | memory KiB a stream | RSS MiB |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
${[...rows.map(fleetRow), istiod.sidecars, istiod.plain].join('\n')}

A change, from the call of \`setSnapshot\` to the moment that a proxy has read it. "one route" and "every route" give all 1,000 groups a new
snapshot, as another program does, and the server finds what differs; "one endpoint" gives one to the callers of the service, as a
registry does. The time of istiod counts from the write of the resource.

| change | proxies | p50 ms | p99 ms | resources each | KiB each | server CPU ms |
| --- | --- | --- | --- | --- | --- | --- |
${[...rows.flatMap(changeRows), istiod.route].join('\n')}`;
}

function fleetRow({ options, measured }: FleetRow): string {
  const { first, again, bytesPerStream, heapKiBPerStream, rssMiB, nodeBytes } = measured;
  const name = nodeBytes > 1024 ? `Meshwright, first requests of ${(nodeBytes / 1024).toFixed(0)} KiB` : 'Meshwright';
  const cells = [
    name,
    options.streams,
    options.streamsPerConnection,
    ...[first, again].flatMap(({ completeMs, serverCpuMs }) => [completeMs.toFixed(0), serverCpuMs.toFixed(0)]),
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

function changeRows({ options, measured: { changes } }: FleetRow): readonly string[] {
  if (changes === undefined) return [];
  return (Object.entries(changes) as [ChangeKind, ChangeMeasurement][]).map(([kind, change]) => {
    const cells = [
      `${changeNames[kind]}, ${options.streams} streams`,
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
