import { resolve } from 'node:path';
import type { DnsName } from '../../registry/dns/resolve-name.js';
import { UsageError } from '../usage-error.js';

/** A backend as `--registry` names it. */
export type RegistrySource =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'redis'; readonly url: string }
  | { readonly kind: 'kubernetes'; readonly namespace: string }
  /** `url` is that of its HTTP API. */
  | { readonly kind: 'consul'; readonly url: string }
  | { readonly kind: 'dns'; readonly name: DnsName }
  /** `file` is absolute. */
  | { readonly kind: 'static'; readonly file: string };

const forms = [
  'embedded',
  'redis://<host>:<port>',
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

/** With a number the name has addresses, without one it has SRV records. */
function parseDns(text: string): RegistrySource | undefined {
  const [, service, port, name, number] =
    /^dns:([a-z0-9-]{1,63})\/([a-z0-9-]{1,15})=([A-Za-z0-9._-]{1,253}?)\.?(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (service === undefined || port === undefined || name === undefined) return undefined;
  if (number === undefined) return { kind: 'dns', name: { kind: 'srv', service, name, portName: port } };
  if (Number(number) < 1 || Number(number) > 65_535) return undefined;
  return { kind: 'dns', name: { kind: 'address', service, name, ports: { [port]: Number(number) } } };
}
