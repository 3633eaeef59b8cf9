import { expect, it } from 'vitest';
import { latencyReport, type EstimatedEntryPoint } from '../../../lib/analysis/latency/latency-report.js';
import type { Service } from '../../../lib/ir/service.js';
import { loadedCall, loadedMesh, pacedVersion } from '../../support/latency/loaded-mesh.js';
import { randomNumbers, simulateQueues, type SimulatedService } from '../../support/latency/simulate-queues.js';
import { meshIr } from '../../support/mesh-ir.js';

// Every seed is fixed, so that the runs are the same each time: a failure is a change of the model, not bad luck.

const requestsPerSecond = 40;

/** A random graph in which services call later ones only; the busiest version is busy for about two thirds of the time. */
function randomServices(seed: number): readonly SimulatedService[] {
  const random = randomNumbers(seed);
  const between = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const count = between(3, 5);
  const calls = Array.from({ length: count }, (_, caller) =>
    Array.from({ length: count - caller - 1 }, (__, gap) => caller + gap + 1)
      .filter((callee) => callee === caller + 1 || random() < 0.25)
      .map((callee) => ({ callee, times: random() < 0.25 ? 2 : 1 })),
  );
  const requests = Array.from({ length: count }, (_, index): number => (index === 0 ? 1 : 0));
  for (const [caller, own] of calls.entries()) {
    for (const { callee, times } of own) requests[callee] = (requests[callee] ?? 0) + (requests[caller] ?? 0) * times;
  }
  return calls.map((own, index) => {
    const shares = random() < 0.5 ? [1] : [0.75, 0.25];
    const versions = shares.map((share) => {
      const workers = between(1, 4);
      const busy = 0.3 + random() * 0.35;
      const rate = requestsPerSecond * (requests[index] ?? 0) * share;
      return { share, workers, serviceTimeMs: (busy * workers * 1000) / rate };
    });
    return { versions, calls: own };
  });
}

function asMesh(services: readonly SimulatedService[]): readonly [Service, ...Service[]] {
  const [first, ...others] = services.map(({ versions, calls }, index) => {
    const name = `s${String(index)}`;
    const destinations = versions.map(({ share }, position) => ({
      destination: { kind: 'version', service: name, version: `v${String(position)}` } as const,
      weight: share * 100,
    }));
    return meshIr.service(name, {
      versions: versions.map(({ serviceTimeMs, workers }, position) =>
        pacedVersion(`v${String(position)}`, serviceTimeMs, { replicas: workers }),
      ),
      routes: [meshIr.httpRoute('split', { kind: 'forward', destinations })],
      calls: calls.map(({ callee, times, group }) => loadedCall(`s${String(callee)}`, times, group)),
    });
  });
  if (first === undefined) throw new Error('a mesh without a service');
  return [first, ...others];
}

function estimate(services: readonly SimulatedService[]): EstimatedEntryPoint {
  const [entry] = latencyReport(loadedMesh(asMesh(services), requestsPerSecond)).entryPoints;
  if (entry?.kind !== 'estimated') throw new Error('the entry point is not estimated');
  return entry;
}

/** Mean of correlated values with its standard error, by the means of 30 stretches. */
function meanOf(values: readonly number[]): { readonly mean: number; readonly error: number } {
  const length = Math.floor(values.length / 30);
  const means = Array.from({ length: 30 }, (_, batch) => average(values.slice(batch * length, (batch + 1) * length)));
  const mean = average(means);
  return { mean, error: Math.sqrt(means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (30 * 29)) };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length * share)] ?? NaN;
}

it.each([1, 2, 3, 4])('agrees with a simulation of every request on a random graph: seed %i', (seed) => {
  const services = randomServices(seed);
  const { meanLatencyMs, p99LatencyAtLeastMs } = estimate(services);
  const times = simulateQueues(services, { requestsPerSecond, requests: 20_000, seed });
  const { mean, error } = meanOf(times);
  expect(error).toBeLessThan(0.03 * mean);
  // 3.7 standard errors are missed by one good model in about 1,000 (Student, 29 degrees of freedom).
  expect(Math.abs(meanLatencyMs.least - mean)).toBeLessThan(3.7 * error);
  expect(meanLatencyMs.most).toBeCloseTo(meanLatencyMs.least, 9);
  expect(p99LatencyAtLeastMs).toBeLessThan(percentile(times, 0.99));
});

it('knows the 99th percentile where there is one station', () => {
  const services = [{ versions: [{ share: 1, serviceTimeMs: 40, workers: 2 }], calls: [] }];
  const times = simulateQueues(services, { requestsPerSecond, requests: 100_000, seed: 7 });
  expect(estimate(services).p99LatencyAtLeastMs / percentile(times, 0.99)).toBeCloseTo(1, 1);
});

it('is never above the truth where calls are made at the same time, and never below with them in turn', () => {
  const leaf = { versions: [{ share: 1, serviceTimeMs: 12, workers: 1 }], calls: [] };
  const graph = (group?: string): readonly SimulatedService[] => [
    {
      versions: [{ share: 1, serviceTimeMs: 2, workers: 1 }],
      calls: [1, 2, 3].map((callee) => ({ callee, times: 1, ...(group === undefined ? {} : { group }) })),
    },
    leaf,
    leaf,
    leaf,
  ];
  const { mean, error } = meanOf(simulateQueues(graph('page'), { requestsPerSecond, requests: 40_000, seed: 8 }));
  expect(estimate(graph('page')).meanLatencyMs.least).toBeLessThan(mean - 3.7 * error);
  expect(estimate(graph()).meanLatencyMs.least).toBeGreaterThan(mean + 3.7 * error);
});
