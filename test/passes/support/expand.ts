import { App } from 'cdk8s';
import { Mesh, type MeshProps } from '../../../constructs/index.js';
import type { Diagnostic } from '../../../lib/diagnostics/diagnostic.js';
import type {
  EffectiveDestination,
  EffectiveHttpRoute,
  EffectiveMesh,
  EffectiveProxy,
} from '../../../lib/ir/effective-mesh.js';
import { applyRollouts } from '../../../lib/passes/apply-rollouts.js';
import { expandPolicies } from '../../../lib/passes/expand-policies.js';
import { resolveReferences } from '../../../lib/passes/resolve-references.js';

/** Runs the passes, without the checks before them, over a mesh called `shop` that the test declares. */
export function expand(
  declare: (mesh: Mesh) => void,
  props: MeshProps = {},
): { readonly mesh?: EffectiveMesh; readonly diagnostics: readonly Diagnostic[] } {
  const mesh = new Mesh(new App(), 'shop', props);
  declare(mesh);
  return expandPolicies(applyRollouts(resolveReferences(mesh.toIr())));
}

/** The same for a mesh that the passes have nothing to say against. */
export function expanded(declare: (mesh: Mesh) => void, props: MeshProps = {}): EffectiveMesh {
  const { mesh, diagnostics } = expand(declare, props);
  if (mesh === undefined) throw new Error(JSON.stringify(diagnostics, undefined, 2));
  return mesh;
}

/** A proxy by name. */
export function proxyOf(mesh: EffectiveMesh, name: string): EffectiveProxy {
  return found(
    mesh.proxies.find((proxy) => proxy.name === name),
    name,
  );
}

/** The routes by which a service calls another, or those of a gateway for a host. */
export function routesOf(mesh: EffectiveMesh, proxyName: string, to: string): readonly EffectiveHttpRoute[] {
  const proxy = proxyOf(mesh, proxyName);
  if (proxy.kind === 'gateway') {
    return found(
      proxy.ports[0]?.virtualHosts.find(({ host }) => host === to),
      to,
    ).routes;
  }
  const [callee, port = 'http'] = to.split('/');
  const outbound = proxy.outbound.find((each) => each.callee.service.name === callee && each.port.name === port);
  if (outbound?.kind !== 'http') throw new Error(`${proxyName} has no HTTP port for ${to}`);
  return outbound.routes;
}

/** A route by its name. */
export function routeOf(mesh: EffectiveMesh, proxyName: string, to: string, name: string): EffectiveHttpRoute {
  const routes = routesOf(mesh, proxyName, to);
  const route = routes.find((each) => each.name === name);
  if (route === undefined) throw new Error(`no route ${name} in ${routes.map((each) => each.name).join(', ')}`);
  return route;
}

/** A destination of a proxy by name. */
export function destinationOf(mesh: EffectiveMesh, proxyName: string, name: string): EffectiveDestination {
  return found(
    proxyOf(mesh, proxyName).destinations.find((each) => each.name === name),
    name,
  );
}

function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`the test's mesh has no ${name}`);
  return value;
}
