import { isIP } from 'node:net';
import { checkRequest } from '../../simulate/check-request.js';
import type { HeaderLine } from '../../simulate/headers/header-line.js';
import type { HttpRequest } from '../../simulate/http-request.js';
import type { SimulatedListener, SimulatedProxy } from '../../simulate/proxy/simulated-proxy.js';
import { connectionTo } from '../connection-to.js';
import { documentationAddresses } from '../documentation-addresses.js';
import { httpRequestTo } from '../http-request-to.js';
import { parseTarget, type Target } from '../parse-target.js';
import type { RequestProblem } from '../request-problem.js';
import type { ResolvedRequest } from '../resolved-request.js';

/** A request to a proxy of which only its configuration is known. */
export interface ProxyRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly HeaderLine[];
  /** Name or port of the listener that takes it. @default - the one of the URL's port, else the only one */
  readonly listener: string | undefined;
  /** IP address of the client. */
  readonly source: string | undefined;
}

/**
 * Says in the simulator's words what a request to a proxy means. Listeners that know the address before the kernel's
 * redirect (the captures of sidecars) get what the URL says; others are dialled themselves.
 */
export function resolveAtProxy(proxy: SimulatedProxy, asked: ProxyRequest): ResolvedRequest | RequestProblem {
  if (asked.source !== undefined && isIP(asked.source) === 0)
    return { message: `the source "${asked.source}" is no IP address`, hint: undefined };
  const target = parseTarget(asked.url);
  if ('message' in target) return target;
  const listener = pickListener(proxy.listeners, asked.listener, target.port);
  if ('message' in listener) return listener;
  const { handsOn, restoresDestination, isBound, direction } = listener;
  const source =
    asked.source ?? (direction === 'outbound' ? documentationAddresses.pod : documentationAddresses.client);
  const { address, port } = handsOn || restoresDestination ? addressOfUrl(target) : ownAddress(listener, target);
  const start = {
    proxy: proxy.name,
    redirectedTo: handsOn || restoresDestination || !isBound ? listener.name : undefined,
    connection: connectionTo(address, port, source, target),
  };
  if (target.scheme === 'tcp' || target.scheme === 'tls') return { start, request: undefined };
  const request = requestTo(proxy.name, asked, { target, source, port });
  return 'message' in request ? request : { start, request };
}

function requestTo(
  from: string,
  { method, url, headers }: ProxyRequest,
  { target, source, port }: { readonly target: Target; readonly source: string; readonly port: number },
): HttpRequest | RequestProblem {
  const authority = headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? target.authority;
  if (authority === undefined)
    return { message: `"${url}" does not say the host`, hint: `write a whole URL: http://HOST:PORT${target.path}` };
  const request = httpRequestTo({ from, method, url, headers }, { target, authority, source, port });
  const impossible = checkRequest(request);
  return impossible === undefined ? request : { message: `no such request can exist: ${impossible}`, hint: undefined };
}

function addressOfUrl({ host, port, scheme }: Target): { readonly address: string; readonly port: number } {
  const address = host !== undefined && isIP(host) !== 0 ? host : documentationAddresses.callee;
  return { address, port: port ?? (scheme === 'https' ? 443 : 80) };
}

function ownAddress({ address }: SimulatedListener, target: Target): ReturnType<typeof addressOfUrl> {
  const said = addressOfUrl(target);
  if (address === undefined) return said;
  return { address: isIP(address.host) === 0 ? said.address : address.host, port: address.port };
}

function pickListener(
  listeners: readonly SimulatedListener[],
  wanted: string | undefined,
  port: number | undefined,
): SimulatedListener | RequestProblem {
  const names = listeners.map(describeListener).join(', ');
  if (wanted !== undefined) {
    const named =
      listeners.find(({ name }) => name === wanted) ??
      listeners.find(({ address, isBound }) => isBound && String(address?.port) === wanted) ??
      listeners.find(({ address }) => String(address?.port) === wanted);
    return named ?? { message: `there is no listener "${wanted}"`, hint: `it has ${names}` };
  }
  const bound = listeners.filter(({ isBound }) => isBound);
  const found =
    bound.find(({ handsOn, direction }) => handsOn && direction !== 'inbound') ??
    bound.find(({ address }) => port !== undefined && address?.port === port) ??
    (bound.length === 1 ? bound[0] : undefined);
  return (
    found ?? { message: 'the request does not say which listener takes it', hint: `add --listener: it has ${names}` }
  );
}

function describeListener({ name, address }: SimulatedListener): string {
  return address === undefined ? `"${name}"` : `"${name}" (${address.host}:${String(address.port)})`;
}
