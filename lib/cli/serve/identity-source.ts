import { posix, resolve } from 'node:path';
import type { Io } from '../io.js';
import { parseNumber } from '../parse-number.js';
import type { RedisServer } from '../../registry/redis/redis-server.js';
import { UsageError } from '../usage-error.js';
import type { ClusterPlace } from './cluster-authority.js';
import { registrySource } from './registry-source.js';
import type { ServeOptions } from './serve-options.js';

/** Where the keys of the certificate authority are kept. */
export type AuthorityPlace =
  /** Encrypted: in the data folder. */
  | { readonly kind: 'sealed'; readonly passphrase: string }
  /** As plain PEM files: whoever reads them can be anybody. */
  | { readonly kind: 'files'; readonly folder: string }
  /** In Kubernetes, encrypted, for all replicas of a server. */
  /** In the Redis of the registry, encrypted, for all replicas of a server; and in the data folder. */
  | { readonly kind: 'redis'; readonly server: RedisServer; readonly passphrase: string }
  | { readonly kind: 'cluster'; readonly place: ClusterPlace; readonly passphrase: string };

/** Who issues the identities of a mesh. */
export type IdentitySource =
  /** A certificate authority of this server. `ttlMs`: life of a certificate. */
  | { readonly kind: 'authority'; readonly place: AuthorityPlace; readonly ttlMs: number }
  /** Something that writes them to folders by the name of the service account, as cert-manager does. Absolute. */
  | { readonly kind: 'files'; readonly folder: string }
  /** SPIRE: each Envoy asks the agent on its own machine, and so does this server. Absolute path of the agent's socket. */
  | { readonly kind: 'spire'; readonly socketPath: string };

/** Its variable, and not an option: command lines are for everybody to read. */
const passphraseName = 'MESHWRIGHT_CA_PASSPHRASE';

/** Reads what `--identity` and the options of the authority say. Ends the command where they cannot be understood. */
export function identitySource(
  options: ServeOptions,
  surroundings: Pick<Io, 'workingDirectory' | 'env'>,
): IdentitySource {
  const { identity = 'authority', caFiles, caKubernetes, certificateTtl } = options;
  const seconds = parseNumber('--certificate-ttl', certificateTtl, { from: 2, to: 86_400, whole: true });
  if (identity === 'authority')
    return { kind: 'authority', place: authorityPlace(options, surroundings), ttlMs: seconds * 1_000 };
  if (caFiles !== undefined || caKubernetes !== undefined)
    throw new UsageError(
      `--ca-files and --ca-kubernetes are for the server's own certificate authority, and --identity says ${identity}`,
    );
  const folder = /^files:(.+)$/.exec(identity)?.[1];
  if (folder !== undefined) return { kind: 'files', folder: resolve(surroundings.workingDirectory, folder) };
  const socketPath = /^spire:(.+)$/.exec(identity)?.[1];
  if (socketPath !== undefined && posix.isAbsolute(socketPath)) return { kind: 'spire', socketPath };
  throw new UsageError(
    `--identity takes authority, files:<folder>, or spire:</absolute path of the agent's socket>, not "${identity}"`,
  );
}

function authorityPlace(
  { caFiles, caKubernetes, registry }: ServeOptions,
  { workingDirectory, env }: Pick<Io, 'workingDirectory' | 'env'>,
): AuthorityPlace {
  if (caFiles !== undefined && caKubernetes !== undefined)
    throw new UsageError('the keys of the certificate authority have one place: --ca-files or --ca-kubernetes');
  if (caFiles !== undefined) return { kind: 'files', folder: resolve(workingDirectory, caFiles) };
  const passphrase = env[passphraseName];
  if (passphrase === undefined || passphrase === '')
    throw new UsageError(
      `--mtls has to keep the keys of its certificate authority: set ${passphraseName} to have them sealed, or --ca-files to have them in plain files`,
    );
  if (caKubernetes === undefined) {
    const server = firstRedis(registry, workingDirectory);
    return server === undefined ? { kind: 'sealed', passphrase } : { kind: 'redis', server, passphrase };
  }
  const [, namespace, name] = /^([a-z0-9-]{1,63})\/([a-z0-9.-]{1,253})$/.exec(caKubernetes) ?? [];
  if (namespace === undefined || name === undefined)
    throw new UsageError(`--ca-kubernetes takes <namespace>/<name>, not "${caKubernetes}"`);
  return { kind: 'cluster', place: { namespace, name }, passphrase };
}

/** Servers that share a registry serve one mesh, and are one authority to it. */
function firstRedis(registry: ServeOptions['registry'], workingDirectory: string): RedisServer | undefined {
  for (const source of registry.map((text) => registrySource(text, workingDirectory))) {
    if (source.kind === 'redis') return { kind: 'url', url: source.url };
    if (source.kind === 'redis-sentinel') return source.server;
  }
  return undefined;
}
