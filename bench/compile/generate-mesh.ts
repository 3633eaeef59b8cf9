import { App } from 'cdk8s';
import { Mesh, Service, seconds, split, type ServiceReference } from '../../constructs/index.js';

/** Calls that every service of a generated mesh makes, as far as there are services before it. */
const callsPerService = 5;

/**
 * Declares a mesh of the given size: two versions and one split each, five calls to services declared before, spread
 * over the mesh by a fixed rule, so that every run declares the same.
 *
 * @param outdir where cdk8s writes the manifests
 */
export function generateMesh(size: number, outdir: string): { readonly app: App; readonly mesh: Mesh } {
  const app = new App({ outdir });
  const mesh = new Mesh(app, 'bench');
  const services: ServiceReference<string, string, true>[] = [];
  for (let index = 0; index < size; index++) {
    const service = new Service(mesh, `service-${index}`, {
      ports: { http: 8080 },
      versions: { v1: { image: 'registry.example/service:1' }, v2: { image: 'registry.example/service:2' } },
      calls: calleesOf(index, services),
    });
    service.route({ to: split({ v1: 90, v2: 10 }), timeout: seconds(3), retries: { attempts: 2, on: ['5xx'] } });
    services.push(service);
  }
  return { app, mesh };
}

function calleesOf<T>(index: number, services: readonly T[]): T[] {
  const callees = new Set<T>();
  for (let call = 1; call <= callsPerService && index > 0; call++) {
    const callee = services[(index * 7 + call * 13) % index];
    if (callee !== undefined) callees.add(callee);
  }
  return [...callees];
}
