import { getServers } from 'node:dns';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { rememberContent } from '../../control-plane/last-content/remember-content.js';
import { openEmbedded } from '../../registry/embedded/open-embedded.js';
import type { LeaderLease } from '../../registry/leader/leader-lease.js';
import type { MarkedBackend } from '../../registry/model/marked-backend.js';
import type { RegistryBackend } from '../../registry/model/registry-backend.js';
import type { Clock } from '../../util/clock.js';
import { contentHash } from '../../util/content-hash.js';
import { UsageError } from '../usage-error.js';
import { contentFile } from './content-file.js';
import type { RegistrySource } from './registry-source.js';
import { staticFile } from './static-file.js';

/** A backend that was opened. */
export interface OpenedBackend {
  readonly backend: RegistryBackend;
  /** Resolves when it has told something, be it what was kept of it. */
  readonly isKnown: Promise<void>;
  /** Stands for the leadership of the replicas that share it; absent where they cannot. */
  readonly lead?: () => LeaderLease;
}

/** What backends are opened with. */
export interface BackendSurroundings {
  /** Absolute. */
  readonly dataFolder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly print: (text: string) => void;
}

type SourceOf<Kind extends RegistrySource['kind']> = Extract<RegistrySource, { readonly kind: Kind }>;

/** What is led: one replica asks for all. */
const leadership = 'meshwright-health-checks';

/**
 * Opens a backend; each is loaded when it is asked for, as its client costs time and memory. Ends the command where it cannot be opened; a store that is away is no reason.
 */
export async function openBackend(source: RegistrySource, surroundings: BackendSurroundings): Promise<OpenedBackend> {
  const { dataFolder, clock, print } = surroundings;
  switch (source.kind) {
    case 'embedded': {
      const found = await openEmbedded({ folder: join(dataFolder, 'registry'), clock });
      if (!found.ok) throw new UsageError(`${found.problem} (${found.hint})`);
      return { backend: found.backend, isKnown: Promise.resolve() };
    }
    case 'static':
      return { backend: staticFile(source.file, print), isKnown: Promise.resolve() };
    case 'redis':
    case 'redis-sentinel':
      return openRedisBackend(source, surroundings);
    case 'kubernetes':
      return openKubernetes(source, surroundings);
    case 'consul': {
      const { createConsulBackend } = await import('../../registry/consul/consul-backend.js');
      const token = surroundings.env['CONSUL_HTTP_TOKEN'];
      const address = { url: source.url, ...(token === undefined ? {} : { token }) };
      return rememberedWithMark(source, surroundings, (incarnation) =>
        createConsulBackend({ address, fetch, clock, ...incarnation }),
      );
    }
    case 'dns': {
      const { dnsBackend } = await import('../../registry/dns/dns-backend.js');
      const servers = getServers().map(readServer);
      return remembered(
        source,
        dnsBackend({ names: [source.name], servers, clock, random: Math.random }),
        surroundings,
      );
    }
  }
}

async function openRedisBackend(
  source: SourceOf<'redis' | 'redis-sentinel'>,
  surroundings: BackendSurroundings,
): Promise<OpenedBackend> {
  const { createRedisBackend } = await import('../../registry/redis/redis-backend.js');
  const { createRedisLease } = await import('../../registry/redis/redis-lease.js');
  const { clock, print } = surroundings;
  const server = source.kind === 'redis' ? ({ kind: 'url', url: source.url } as const) : source.server;
  const waitForReplicas = source.kind === 'redis' ? 0 : source.confirmations;
  return {
    ...rememberedWithMark(source, surroundings, (incarnation) =>
      createRedisBackend({ server, clock, waitForReplicas, onNotice: print, ...incarnation }),
    ),
    lead: () => createRedisLease({ server, clock, name: leadership }),
  };
}

async function openKubernetes(
  source: SourceOf<'kubernetes'>,
  surroundings: BackendSurroundings,
): Promise<OpenedBackend> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const { createKubernetesBackend } = await import('../../registry/kubernetes/kubernetes-backend.js');
  const { createKubernetesLease } = await import('../../registry/kubernetes/kubernetes-lease.js');
  const { clock, print } = surroundings;
  const { namespace } = source;
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromDefault();
  return {
    ...rememberedWithMark(source, surroundings, (incarnation) =>
      createKubernetesBackend({ kubeConfig, clock, namespace, onNotice: print, ...incarnation }),
    ),
    lead: () => createKubernetesLease({ kubeConfig, clock, namespace, name: leadership }),
  };
}

/** The store's name is kept with the content: so a process that starts anew does not take an emptied store for a new one. */
function rememberedWithMark(
  source: RegistrySource,
  surroundings: BackendSurroundings,
  create: (known: { readonly incarnation?: string }) => MarkedBackend,
): OpenedBackend {
  let marked: MarkedBackend | undefined = undefined;
  const keeper = keeperOf(source, { ...surroundings, store: () => marked?.incarnation() });
  const store = keeper.kept?.store;
  marked = create(store === undefined ? {} : { incarnation: store });
  const backend = rememberContent(marked, keeper, surroundings.clock);
  return { backend, isKnown: backend.isKnown };
}

function remembered(
  source: RegistrySource,
  backend: RegistryBackend,
  surroundings: BackendSurroundings,
): OpenedBackend {
  const kept = rememberContent(
    backend,
    keeperOf(source, { ...surroundings, store: () => undefined }),
    surroundings.clock,
  );
  return { backend: kept, isKnown: kept.isKnown };
}

function keeperOf(
  source: RegistrySource,
  { dataFolder, print, store }: BackendSurroundings & { readonly store: () => string | undefined },
): ReturnType<typeof contentFile> {
  // By all that is said of it, so that what was kept of one store is not taken for another's.
  const name = `${source.kind}-${contentHash(JSON.stringify(source), 8)}`;
  return contentFile({ dataFolder, name, store, onProblem: print });
}

/** `192.0.2.1`, `192.0.2.1:5353` or `[2001:db8::1]:5353`, as Node tells them. */
function readServer(text: string): { readonly address: string; readonly port?: number } {
  if (isIP(text) !== 0) return { address: text };
  const [, address = text, port] = /^\[?(.+?)\]?:(\d+)$/.exec(text) ?? [];
  return { address, ...(port === undefined ? {} : { port: Number(port) }) };
}
