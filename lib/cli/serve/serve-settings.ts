import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { PortRange } from '../../control-plane/plan-served-ports.js';
import type { Io } from '../io.js';
import { parseNumber } from '../parse-number.js';
import { UsageError } from '../usage-error.js';
import { registrySource, type RegistrySource } from './registry-source.js';
import type { AuthorityPlace } from './served-identities.js';
import type { MutualTlsMode, ServeOptions } from './serve-options.js';

/** The options of `meshwright serve`, read. */
export interface ServeSettings {
  /** Absolute. */
  readonly dataFolder: string;
  readonly address: string;
  readonly advertisedHost: string;
  /** 0: a free one. */
  readonly xdsPort: number;
  readonly apiPort: number;
  readonly proxyAddress: string;
  readonly sidecarPorts: PortRange;
  /** At least one; the first has the most to say. */
  readonly registries: readonly RegistrySource[];
  /** Absent: DNS is not answered. */
  readonly dnsPort?: number;
  /** Absent: everybody speaks in the clear. */
  readonly mutualTls?: ServedMutualTls;
}

/** Mutual TLS between the proxies of a mesh. */
export interface ServedMutualTls {
  readonly inbound: MutualTlsMode;
  readonly authority: AuthorityPlace;
  /** Life of a certificate. */
  readonly certificateTtlMs: number;
}

/** Reads the options. Ends the command where one of them cannot be understood. */
export function serveSettings(
  options: ServeOptions,
  { workingDirectory, env }: Pick<Io, 'workingDirectory' | 'env'>,
): ServeSettings {
  const { address, advertise, proxyAddress } = options;
  requireAddress('--address', address);
  requireAddress('--proxy-address', proxyAddress);
  const isAny = address === '0.0.0.0' || address === '::';
  return {
    dataFolder: resolve(workingDirectory, options.data),
    address,
    advertisedHost: advertise ?? (isAny ? hostname() : address),
    xdsPort: parseNumber('--xds-port', options.xdsPort, { from: 0, to: 65_535, whole: true }),
    apiPort: parseNumber('--api-port', options.apiPort, { from: 0, to: 65_535, whole: true }),
    proxyAddress,
    sidecarPorts: parseRange(options.proxyPorts),
    registries: options.registry.map((text) => registrySource(text, workingDirectory)),
    ...(options.dnsPort === undefined
      ? {}
      : { dnsPort: parseNumber('--dns-port', options.dnsPort, { from: 0, to: 65_535, whole: true }) }),
    ...mutualTls(options, { workingDirectory, env }),
  };
}

function requireAddress(option: string, text: string): void {
  if (isIP(text) === 0) throw new UsageError(`${option} takes an IP address, not "${text}"`);
}

function parseRange(text: string): PortRange {
  const [, from = '', to = ''] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  const range = { from: Number(from), to: Number(to) };
  const isFine = from !== '' && range.from >= 1024 && range.to <= 65_535 && range.to - range.from >= 99;
  if (isFine) return range;
  throw new UsageError(`--proxy-ports takes <from>-<to> with at least 100 ports from 1024 to 65535, not "${text}"`);
}

/** Its variable, and not an option: command lines are for everybody to read. */
const passphraseName = 'MESHWRIGHT_CA_PASSPHRASE';

function mutualTls(
  options: ServeOptions,
  surroundings: Pick<Io, 'workingDirectory' | 'env'>,
): Pick<ServeSettings, 'mutualTls'> {
  const { mtls: inbound, certificateTtl, address } = options;
  const seconds = parseNumber('--certificate-ttl', certificateTtl, { from: 2, to: 86_400, whole: true });
  if (inbound === undefined) return {};
  if (!isLoopback(address))
    throw new UsageError('--mtls gives keys to proxies by the xDS server, so --address has to be one of loopback');
  return {
    mutualTls: { inbound, certificateTtlMs: seconds * 1_000, authority: authorityPlace(options, surroundings) },
  };
}

function authorityPlace(
  { caFiles }: ServeOptions,
  { workingDirectory, env }: Pick<Io, 'workingDirectory' | 'env'>,
): AuthorityPlace {
  if (caFiles !== undefined) return { kind: 'files', folder: resolve(workingDirectory, caFiles) };
  const passphrase = env[passphraseName];
  if (passphrase === undefined || passphrase === '')
    throw new UsageError(
      `--mtls has to keep the keys of its certificate authority: set ${passphraseName} to have them sealed, or --ca-files to have them in plain files`,
    );
  return { kind: 'sealed', passphrase };
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}
