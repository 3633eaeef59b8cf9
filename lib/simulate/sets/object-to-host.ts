import type { SimulatedVirtualHost } from '../route/route-table.js';
import type { Objection } from './find-request.js';
import { holdsLiteral } from './holds-literal.js';
import type { HostDomains } from './host-domain.js';
import { negateLiteral } from './negate-literal.js';

/** Objects to requests that fall to another virtual host; undefined stands for none. */
export function objectToHost({ domainsByHost, find }: HostDomains, host: SimulatedVirtualHost | undefined): Objection {
  const literals = (domainsByHost.get(host) ?? []).map(({ literal }) => literal);
  return (request) => {
    const found = find(request.authority);
    if (found.host === host) return undefined;
    // A domain that fits better is in the way, or none of its own fits.
    const isBeaten = literals.some((literal) => holdsLiteral(literal, request));
    return isBeaten ? [negateLiteral(found.literal)] : literals;
  };
}
