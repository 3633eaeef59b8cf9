import { portStart } from '../path/port-start.js';
import type { MirrorHost } from './mirror-rule.js';

/** The authority of a mirrored copy. */
export function mirrorAuthority(host: MirrorHost, authority: string): string {
  switch (host.kind) {
    case 'same':
      return authority;
    case 'literal':
      return host.host;
    case 'shadow': {
      const end = portStart(authority) ?? authority.length;
      return `${authority.slice(0, end)}-shadow${authority.slice(end)}`;
    }
  }
}
