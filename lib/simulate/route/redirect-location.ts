import type { Message } from '../headers/message.js';
import type { RedirectAction } from './route-action.js';

/** The parts of a redirect that shape its location. */
export type LocationFields = Pick<RedirectAction, 'scheme' | 'host' | 'port' | 'fullPath' | 'stripQuery'>;

/**
 * The `location` that Envoy answers. Envoy: `Utility::newUri`.
 *
 * @param request with the path already rewritten
 */
export function redirectLocation(request: Message, fields: LocationFields): string {
  const scheme = fields.scheme ?? request.scheme;
  const port = fields.port === undefined ? '' : `:${fields.port}`;
  const host = fields.host ?? requestHost(request, scheme, port);
  const path = locationPath(request.path, fields);
  return `${scheme}://${host}${port}${path}`;
}

function locationPath(current: string, { fullPath, stripQuery }: LocationFields): string {
  const queryStart = current.indexOf('?');
  const query = queryStart === -1 ? '' : current.slice(queryStart);
  const hasOwnQuery = fullPath?.includes('?') === true;
  const path = fullPath === undefined ? current : hasOwnQuery ? fullPath : fullPath + query;
  const rooted = path.startsWith('/') ? path : `/${path}`;
  return stripQuery && !hasOwnQuery ? rooted.replace(/\?.*$/s, '') : rooted;
}

/** The authority without a port that the new scheme or port makes wrong. */
function requestHost(request: Message, scheme: string, newPort: string): string {
  const { authority } = request;
  const isIpv6 = authority.startsWith('[');
  const bracket = authority.lastIndexOf(']:');
  const end = isIpv6 ? (bracket === -1 ? -1 : bracket + 1) : authority.lastIndexOf(':');
  if (end === -1) return authority;
  const { forwardedProto } = request;
  const defaultPort = { http: ':80', https: ':443' }[forwardedProto.toLowerCase()];
  const isOldDefault = authority.slice(end) === defaultPort;
  return newPort !== '' || (scheme !== forwardedProto && isOldDefault) ? authority.slice(0, end) : authority;
}
