import type { Gateway } from '../ir/gateway.js';
import { connectionTo } from './connection-to.js';
import { documentationAddresses } from './documentation-addresses.js';
import { httpRequestTo } from './http-request-to.js';
import type { MeshRequest } from './mesh-request.js';
import type { Target } from './parse-target.js';
import type { RequestProblem } from './request-problem.js';
import type { ResolvedRequest } from './resolved-request.js';

/** A request of a client outside, at the door of a gateway. */
export function resolveAtGateway(
  gateway: Gateway,
  asked: MeshRequest,
  target: Target,
): ResolvedRequest | RequestProblem {
  const authority = authorityOf(gateway, asked, target);
  if (typeof authority !== 'string') return authority;
  const port = portOf(gateway, asked, target);
  if (typeof port !== 'number') return port;
  const source = asked.source ?? documentationAddresses.client;
  const isBytes = target.scheme === 'tcp' || target.scheme === 'tls';
  return {
    start: {
      proxy: gateway.name,
      redirectedTo: undefined,
      connection: connectionTo(documentationAddresses.callee, port, source, target),
    },
    request: isBytes ? undefined : httpRequestTo(asked, { target, authority, source, port }),
  };
}

function authorityOf(gateway: Gateway, asked: MeshRequest, target: Target): string | RequestProblem {
  const written = asked.headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? target.authority;
  if (written !== undefined) return written;
  const [host = '*', ...others] = gateway.hosts;
  if (others.length > 0)
    return {
      message: `the gateway "${gateway.name}" serves several hosts, and the request to "${asked.url}" names none`,
      hint: `write a whole URL, for example http://${host.replace('*', 'www')}${target.path}`,
    };
  return host === '*' ? gateway.name : host.replace('*', 'www');
}

/** The port that was asked for; where none was, the only one there is, or the usual one. */
function portOf(
  { name, ports }: Gateway,
  { to, url }: MeshRequest,
  { authority, port, scheme, path }: Target,
): number | RequestProblem {
  if (to !== undefined && to.name !== name)
    return {
      message: `a request to the gateway "${name}" cannot say its callee, "${to.name}": the routes of the gateway decide`,
      hint: 'leave it out, or say the service that sends the request',
    };
  const inWords = ports.map((each) => `${each.name} (${String(each.number)})`).join(', ');
  if (to?.port !== undefined) {
    const named = ports.find((each) => each.name === to.port);
    return named?.number ?? { message: `the gateway "${name}" has no port "${to.port}"`, hint: `it has ${inWords}` };
  }
  if (port !== undefined) return port;
  const [first, ...others] = ports;
  if (first !== undefined && others.length === 0) return first.number;
  const usual = scheme === 'https' ? 443 : 80;
  if (authority !== undefined || ports.some(({ number }) => number === usual)) return usual;
  return {
    message: `the gateway "${name}" has several ports, and the request to "${url}" names none`,
    hint: `write a whole URL, for example http://HOST:${String(first?.number ?? usual)}${path}; it has ${inWords}`,
  };
}
