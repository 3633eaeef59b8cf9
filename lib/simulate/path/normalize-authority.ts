import { portStart } from './port-start.js';

/** What a connection manager does to the authority before routes look at it. */
export interface AuthorityOptions {
  readonly stripTrailingDot: boolean;
  readonly stripPort: 'keep' | 'matching' | 'any';
}

/**
 * Treats an authority as the connection manager does.
 *
 * @param listenerPort the port that `matching` compares with
 */
export function normalizeAuthority(authority: string, options: AuthorityOptions, listenerPort: number): string {
  const undotted = options.stripTrailingDot ? stripTrailingDot(authority) : authority;
  if (options.stripPort === 'keep') return undotted;
  const start = portStart(undotted);
  if (start === undefined) return undotted;
  const port = undotted.slice(start + 1);
  if (!/^\s*\+?\d+\s*$/.test(port) || Number(port) > 0xffff_ffff) return undotted;
  if (options.stripPort === 'matching' && Number(port) !== listenerPort) return undotted;
  return undotted.slice(0, start);
}

function stripTrailingDot(authority: string): string {
  const dot = authority.lastIndexOf('.');
  if (dot === -1) return authority;
  if (dot === authority.length - 1 || authority[dot + 1] === ':')
    return authority.slice(0, dot) + authority.slice(dot + 1);
  return authority;
}
