import { explainTrace } from '../../lib/behaviour/explain/explain-trace.js';
import type { Explanation } from '../../lib/behaviour/explain/explanation.js';
import type { MeshRequest } from '../../lib/behaviour/mesh-request.js';
import { simulateIr } from '../../lib/behaviour/simulate-ir.js';
import type { SimulatedMesh } from '../../lib/behaviour/simulated-mesh.js';
import { traceRequest } from '../../lib/behaviour/trace-request.js';
import type { Origin } from '../../lib/diagnostics/origin.js';
import type { MeshIr } from '../../lib/ir/mesh-ir.js';
import { meshIr } from './mesh-ir.js';

/**
 * A mesh where `ingress` sends `/cart` to `web`, `web` calls `cart` and `stock` calls `db` over TCP: cart's rules are a
 * redirect, a rule for testers with a fault, a rewrite, a rule that nobody takes, and a split.
 */
export const shopIr: MeshIr = meshIr.mesh({
  services: [
    meshIr.service('cart', {
      versions: [meshIr.version('v1'), meshIr.version('v2'), meshIr.version('idle')],
      calls: [meshIr.call('stock')],
      routes: [
        meshIr.httpRoute(
          'old',
          { kind: 'redirect', status: 301, stripQuery: false, path: { kind: 'full', path: '/new' } },
          { match: meshIr.match({ paths: [{ kind: 'exact', value: '/old' }] }) },
        ),
        meshIr.httpRoute(
          'testers',
          { kind: 'version', service: 'cart', version: 'v2' },
          {
            origin: at(12),
            match: meshIr.match({
              headers: [{ name: 'x-tester', matcher: { kind: 'exact', value: 'yes' }, negate: false }],
            }),
            policies: {
              timeout: { origin: at(13), requestMs: 3000 },
              retries: { origin: at(14), attempts: 2, on: ['5xx'] },
              fault: {
                origin: at(15),
                delay: { durationMs: 500, percent: 50 },
                abort: { status: { kind: 'http', code: 418 }, percent: 25 },
              },
            },
          },
        ),
        meshIr.httpRoute(
          'api',
          {
            kind: 'forward',
            destinations: [{ destination: { kind: 'version', service: 'cart', version: 'v1' }, weight: 100 }],
            rewrite: { path: { kind: 'prefix', prefix: '/v2' }, host: 'cart.internal' },
          },
          {
            origin: at(20),
            match: meshIr.match({ paths: [{ kind: 'prefix', value: '/api' }] }),
            requestHeaders: { remove: ['cookie'], set: [{ name: 'x-shop', value: 'yes' }], add: [] },
          },
        ),
        meshIr.httpRoute(
          'hidden',
          { kind: 'version', service: 'cart', version: 'idle' },
          { match: meshIr.match({ paths: [{ kind: 'prefix', value: '/api/hidden' }] }) },
        ),
        meshIr.httpRoute('all', {
          kind: 'forward',
          destinations: [
            { destination: { kind: 'version', service: 'cart', version: 'v1' }, weight: 90 },
            { destination: { kind: 'version', service: 'cart', version: 'v2' }, weight: 10 },
          ],
        }),
      ],
    }),
    meshIr.service('db', { ports: [meshIr.port('sql', 5432, 'tcp')] }),
    meshIr.service('stock', { calls: [meshIr.call('db')] }),
    meshIr.service('web', { calls: [meshIr.call('cart')] }),
  ],
  gateways: [
    meshIr.gateway('ingress', {
      hosts: ['shop.example'],
      routes: [
        meshIr.httpRoute(
          'cart',
          { kind: 'service', service: 'web' },
          { match: meshIr.match({ paths: [{ kind: 'prefix', value: '/cart' }] }) },
        ),
      ],
    }),
  ],
});

/** The shop, ready to be asked. */
export function simulatedShop(): SimulatedMesh {
  const { simulated, diagnostics } = simulateIr(shopIr);
  if (simulated === undefined) throw new Error(JSON.stringify(diagnostics));
  return simulated;
}

/** Explains a request to the shop. */
export function explainShop(asked: Partial<MeshRequest> & Pick<MeshRequest, 'from' | 'url'>): Explanation {
  const simulated = simulatedShop();
  const trace = traceRequest(simulated, { method: 'GET', headers: [], ...asked });
  if ('message' in trace) throw new Error(trace.message);
  return explainTrace(simulated, trace);
}

function at(line: number): Origin {
  return { kind: 'user', constructPath: 'shop/cart', source: { file: 'main.ts', line, column: 1 } };
}
