import type { EffectiveHttpRoute, EffectiveMesh, GatewayProxy } from '../../ir/effective-mesh.js';
import type { MatchTerm } from '../../ir/match.js';
import type { LocalInstance } from '../../targets/envoy/environment.js';
import { stableJson } from '../../util/stable-json.js';
import { exampleHeaders } from './example-headers.js';
import { exampleText } from './example-text.js';
import type { LoadRequest } from './load-request.js';

/** What requests are made up from. */
export interface LoadPlanInput {
  readonly mesh: EffectiveMesh;
  /** By instance name. */
  readonly ports: ReadonlyMap<string, LocalInstance>;
  /** Paths to ask for instead of those that the gateways' routes name. */
  readonly paths: readonly string[];
}

/**
 * Makes up requests that between them take the mesh's routes: a GET for each route of each gateway, as everyone sends it
 * and once for each set of headers that a route anywhere in the mesh asks for. Sent in turn. Routes that only take regexes
 * or other methods are left out; empty where no gateway has a route that a request can be made up for.
 */
export function planLoad({ mesh, ports, paths }: LoadPlanInput): readonly LoadRequest[] {
  const variants = headerVariants(mesh);
  const requests = mesh.proxies.flatMap((proxy) =>
    proxy.kind === 'gateway' ? ofGateway(proxy, ports.get(proxy.name), paths) : [],
  );
  const all = requests.flatMap((request) => [
    request,
    ...variants.map((headers) => ({ ...request, headers: { ...headers, ...request.headers } })),
  ]);
  return [...new Map(all.map((request) => [stableJson(request), request])).values()];
}

function ofGateway(
  proxy: GatewayProxy,
  ports: LocalInstance | undefined,
  paths: readonly string[],
): readonly LoadRequest[] {
  return proxy.ports.flatMap(({ port: { name }, virtualHosts }) => {
    const port = ports?.inboundPorts[name];
    if (port === undefined) return [];
    return virtualHosts.flatMap(({ host, routes }) => {
      const hostHeader: Readonly<Record<string, string>> = host === '*' ? {} : { host: host.replace('*', 'www') };
      if (paths.length > 0) return paths.map((path) => ({ port, path, headers: hostHeader }));
      return routes
        .flatMap((route) => ofRoute(route))
        .map(({ path, headers }) => ({ port, path, headers: { ...headers, ...hostHeader } }));
    });
  });
}

function ofRoute({ match, action }: EffectiveHttpRoute): readonly Omit<LoadRequest, 'port'>[] {
  if (action.kind === 'redirect') return [];
  return match.anyOf.flatMap((term) => {
    const path = examplePath(term);
    const headers = exampleHeaders(term);
    const takesGet = term.methods.length === 0 || term.methods.includes('GET');
    return path === undefined || headers === undefined || !takesGet ? [] : [{ path, headers }];
  });
}

function examplePath({ paths, queryParameters }: MatchTerm): string | undefined {
  if (paths.some(({ kind }) => kind === 'regex')) return undefined;
  // Where routes were joined there are several paths, and an exact one or the longest prefix lies within all others.
  const [path = '/'] = paths.map(({ value }) => value).sort((left, right) => right.length - left.length);
  const query = queryParameters.map(({ name, matcher }) => {
    const value = exampleText(matcher);
    return value === undefined ? undefined : `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
  });
  if (query.includes(undefined)) return undefined;
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
}

/** Each set of headers that routes between services ask for, once. */
function headerVariants(mesh: EffectiveMesh): readonly Readonly<Record<string, string>>[] {
  const terms = mesh.proxies.flatMap((proxy) =>
    proxy.kind === 'gateway'
      ? []
      : proxy.outbound.flatMap((port) => (port.kind === 'http' ? port.routes.flatMap(({ match }) => match.anyOf) : [])),
  );
  const variants = terms.flatMap((term) => {
    const headers = exampleHeaders(term);
    return headers === undefined || Object.keys(headers).length === 0 ? [] : [headers];
  });
  return [...new Map(variants.map((headers) => [stableJson(headers), headers])).values()];
}
