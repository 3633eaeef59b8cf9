import { resolve } from 'node:path';
import type { DnsName } from '../../registry/dns/resolve-name.js';
import type { RedisServer } from '../../registry/redis/redis-server.js';
import { UsageError } from '../usage-error.js';

/** A backend as `--registry` names it. */
export type RegistrySource =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'redis'; readonly url: string }
  /** `confirmations`: how many replicas of Redis have to have a write before it is done. */
  | {
      readonly kind: 'redis-sentinel';
      readonly server: Extract<RedisServer, { readonly kind: 'sentinel' }>;
      readonly confirmations: number;
    }
  | { readonly kind: 'kubernetes'; readonly namespace: string }
  /** `url` is that of its HTTP API. */
  | { readonly kind: 'consul'; readonly url: string }
  | { readonly kind: 'dns'; readonly name: DnsName }
  /** `file` is absolute. */
  | { readonly kind: 'static'; readonly file: string };

const forms = [
  'embedded',
  'redis://<host>:<port>',
  'redis-sentinel://<host>:<port>[,<host>:<port>…]/<primary>[?replicas=<number>]',
  'kubernetes[:<namespace>]',
  'consul://<host>:<port>',
  'dns:<service>/<port>=<name>[:<number>]',
  'static:<file>',
];

/** Reads what `--registry` says. Ends the command where it names no backend. */
export function registrySource(text: string, workingDirectory: string): RegistrySource {
  const found = parse(text, workingDirectory);
  if (found !== undefined) return found;
  // It may carry a password.
  const shown = text.replace(/\/\/[^@/]*@/, '//…@');
  throw new UsageError(`--registry takes one of ${forms.join(', ')}, not "${shown}"`);
}

function parse(text: string, workingDirectory: string): RegistrySource | undefined {
  if (text === 'embedded') return { kind: 'embedded' };
  if (/^rediss?:\/\/./.test(text)) return URL.canParse(text) ? { kind: 'redis', url: text } : undefined;
  if (text.startsWith('redis-sentinel:')) return parseSentinel(text);
  if (/^consul:\/\/./.test(text)) {
    const url = text.replace('consul:', 'http:');
    return URL.canParse(url) ? { kind: 'consul', url } : undefined;
  }
  const kubernetes = /^kubernetes(?::([a-z0-9-]{1,63}))?$/.exec(text);
  if (kubernetes !== null) return { kind: 'kubernetes', namespace: kubernetes[1] ?? 'default' };
  if (text.startsWith('static:') && text.length > 'static:'.length)
    return { kind: 'static', file: resolve(workingDirectory, text.slice('static:'.length)) };
  return parseDns(text);
}

/** Sentinels first, by commas; then what they call the primary. User and password are the primary's. */
function parseSentinel(text: string): RegistrySource | undefined {
  const [, login, hosts = '', primaryName = '', replicas = '0'] =
    /^redis-sentinel:\/\/(?:([^@/]*)@)?([^@/?]+)\/([A-Za-z0-9._-]+)(?:\?replicas=(\d))?$/.exec(text) ?? [];
  const sentinels = hosts.split(',');
  if (!sentinels.every((host) => /^(\[[0-9a-f:.]+\]|[^:[\]]+):\d{1,5}$/i.test(host))) return undefined;
  const [username = '', password] = (login ?? '').split(':').map(decodeURIComponent);
  const server = {
    kind: 'sentinel',
    sentinels,
    primaryName,
    ...(username === '' ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  } as const;
  return { kind: 'redis-sentinel', server, confirmations: Number(replicas) };
}

/** With a number the name has addresses, without one it has SRV records. */
function parseDns(text: string): RegistrySource | undefined {
  const [, service, port, name, number] =
    /^dns:([a-z0-9-]{1,63})\/([a-z0-9-]{1,15})=([A-Za-z0-9._-]{1,253}?)\.?(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (service === undefined || port === undefined || name === undefined) return undefined;
  if (number === undefined) return { kind: 'dns', name: { kind: 'srv', service, name, portName: port } };
  if (Number(number) < 1 || Number(number) > 65_535) return undefined;
  return { kind: 'dns', name: { kind: 'address', service, name, ports: { [port]: Number(number) } } };
}
