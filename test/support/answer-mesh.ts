import { fileURLToPath } from 'node:url';
import type { MeshIr } from '../../lib/ir/mesh-ir.js';
import type { Version } from '../../lib/ir/version.js';
import { sortBy } from '../../lib/util/sort-by.js';
import { meshIr } from './mesh-ir.js';

const program = fileURLToPath(new URL('../e2e/up/workloads/answer.mjs', import.meta.url));

/** A version that runs on this machine: its workload says its name and what those it calls say. */
export function answerVersion(service: string, name: string, parts: Partial<Version> = {}): Version {
  const local = { command: [process.execPath, program], env: { NAME: `${service}/${name}` } };
  return meshIr.version(name, { local, ...parts });
}

/** What can differ between two meshes of the tests. */
export interface AnswerMeshParts {
  /** Versions of `cart`, each with its share of the requests in percent. */
  readonly cart: Readonly<Record<string, number>>;
  /** Changes a version of `cart`. */
  readonly cartParts?: Partial<Version>;
  /** How long a fault holds back every request to `cart`. @default - none */
  readonly delayMs?: number;
  /** What holds everywhere. @default - nothing */
  readonly policies?: MeshIr['policies'];
  /** Whether `web` calls `stock` as well. @default false */
  readonly withStock?: boolean;
}

/** A mesh that runs: gateway `ingress` sends everything to `web`, which calls `cart`. */
export function answerMesh({ cart, cartParts, delayMs, policies = {}, withStock = false }: AnswerMeshParts): MeshIr {
  const versions = sortBy(Object.keys(cart), (name) => name).map((name) => answerVersion('cart', name, cartParts));
  const destinations = Object.entries(cart).map(([version, weight]) => ({
    destination: { kind: 'version', service: 'cart', version } as const,
    weight,
  }));
  const origin = { kind: 'user', constructPath: 'shop/cart' } as const;
  const routePolicies =
    delayMs === undefined ? {} : { fault: { origin, delay: { durationMs: delayMs, percent: 100 } } };
  const stock = meshIr.service('stock', { versions: [answerVersion('stock', 'v1')] });
  return meshIr.mesh({
    policies,
    services: [
      meshIr.service('cart', {
        versions,
        routes: [meshIr.httpRoute('shares', { kind: 'forward', destinations }, { policies: routePolicies })],
      }),
      ...(withStock ? [stock] : []),
      meshIr.service('web', {
        versions: [answerVersion('web', 'v1')],
        calls: [meshIr.call('cart'), ...(withStock ? [meshIr.call('stock')] : [])],
      }),
    ],
    gateways: [meshIr.gateway('ingress', { routes: [meshIr.httpRoute('all', { kind: 'service', service: 'web' })] })],
  });
}
