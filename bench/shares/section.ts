import { measureShares, type ShareFleet } from './measure-shares.js';

const fleets: readonly ShareFleet[] = [
  { envoys: 20, streams: 0, pushes: 100 },
  { envoys: 100, streams: 0, pushes: 100 },
  { envoys: 0, streams: 1000, pushes: 100 },
];

/** Measures how fast shares of rollouts are held by every proxy, and tells of it, as a section of `docs/benchmarks.md`. */
export async function sharesSection(): Promise<string> {
  const rows: string[] = [];
  for (const fleet of fleets) {
    const { p50Ms, p99Ms, longestMs } = await measureShares(fleet);
    const cells = [fleet.envoys, fleet.streams, ...[p50Ms, p99Ms, longestMs].map((ms) => ms.toFixed(1))];
    rows.push(`| ${cells.join(' | ')} |`);
  }
  return `## Shares of rollouts (\`lib/control-plane/rollouts\`)

From the decision to push a share until the controller is told that every proxy that calls the service has acknowledged it. 100 services call one;
each Envoy is the sidecar of another of them. Streams acknowledge as Envoy does and do nothing else. Server, Envoys and streams share the two cores. 100 pushes each;
every one is another share, so every caller gets its routes anew.

| real Envoys | streams | p50 ms | p99 ms | longest ms |
| --- | --- | --- | --- | --- |
${rows.join('\n')}`;
}
