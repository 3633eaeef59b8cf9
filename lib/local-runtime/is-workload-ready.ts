import type { Probe } from '../ir/version.js';
import { canConnect } from './can-connect.js';
import type { WantedWorkload } from './plan/wanted-instance.js';

const patienceMs = 2_000;

/**
 * Whether a workload takes requests: it accepts connections on every port, and answers its readiness probe where that is
 * one over HTTP.
 */
export async function isWorkloadReady(
  workload: WantedWorkload,
  workloadPorts: Readonly<Record<string, number>>,
): Promise<boolean> {
  const open = await Promise.all(Object.values(workloadPorts).map(canConnect));
  if (open.includes(false)) return false;
  const { service, version } = workload;
  const { readiness } = version.probes;
  if (readiness?.kind !== 'http') return true;
  const probed = service.ports.find(({ targetPort }) => targetPort === readiness.port);
  const port = probed === undefined ? undefined : workloadPorts[probed.name];
  return port === undefined || (await isHealthy(port, readiness));
}

async function isHealthy(port: number, { path = '/' }: Probe): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${String(port)}${path}`, {
      signal: AbortSignal.timeout(patienceMs),
      redirect: 'manual',
    });
    await response.body?.cancel();
    return response.status >= 200 && response.status < 400;
  } catch {
    return false; // asked again until the workload's time is up
  }
}
