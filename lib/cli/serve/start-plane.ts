import { mkdirSync } from 'node:fs';
import { createCodec, type Codec } from 'envoy-config-types/codec';
import { createLiveMesh } from '../../control-plane/create-live-mesh.js';
import type { LiveSecurity } from '../../control-plane/live-mesh-options.js';
import type { RunningLiveMesh } from '../../control-plane/running-live-mesh.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { hasErrors } from '../../diagnostics/has-errors.js';
import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import type { MeshApi } from '../../mesh-api/start-mesh-api.js';
import { InternalError } from '../../util/internal-error.js';
import { messageOf } from '../../util/message-of.js';
import { systemClock } from '../../util/system-clock.js';
import type { TextStream } from '../io.js';
import { UsageError } from '../usage-error.js';
import { accessTokens, type AccessTokens } from './access-tokens.js';
import { admissionWays } from './admission-ways.js';
import { lastGoodMesh } from './last-good-mesh.js';
import { lazyIdentities, type LazyIdentities } from './lazy-identities.js';
import { openServedRegistry } from './open-served-registry.js';
import { startDnsServer, type DnsServer } from '../../registry/dns/start-dns-server.js';
import { runHealthChecks } from '../../registry/health/run-health-checks.js';
import type { LeaderLease } from '../../registry/leader/leader-lease.js';
import type { Registry } from '../../registry/registry.js';
import { orUsageError } from './or-usage-error.js';
import { startServedApi } from './start-served-api.js';
import { servedIdentities, type ServedIdentities } from './served-identities.js';
import type { ServedMutualTls, ServeSettings } from './serve-settings.js';
import { tellGrpcNotes } from './tell-grpc-notes.js';
import { tellRefusals } from './tell-refusals.js';

/** A controller of rollouts finds out within two seconds that a server has forgotten. */
const awaitSharesMs = 5_000;

/** The live plane of one process. */
export interface Plane {
  readonly live: RunningLiveMesh;
  readonly api: MeshApi;
  /** Absent where DNS is not answered. */
  readonly dnsPort?: number;
  /** File with the operator's token. */
  readonly operatorFile: string;
  /** Serves a mesh and keeps it for the next start; with an error among what it returns nothing has changed. */
  readonly take: (mesh: EffectiveMesh) => readonly Diagnostic[];
  /** The mesh of the time before, which is served already; absent where none was kept. */
  readonly lastGood?: EffectiveMesh;
  /** Rejects when what it needs has failed for good; never resolves. */
  readonly failure: Promise<never>;
  /** Ends everything in good order: proxies keep what they have and look for another server. */
  readonly stop: () => Promise<void>;
}

/** The world around a plane. */
export interface PlaneSurroundings {
  readonly env: NodeJS.ProcessEnv;
  /** Takes the log, a JSON object a line. */
  readonly log: TextStream;
  /** Tells the user something, a line at a time. */
  readonly print: (text: string) => void;
  /** Ends the wait for a registry; aborts when the user asks to stop. */
  readonly signal: AbortSignal;
}

/**
 * Starts registry, xDS server and mesh API on what the data folder holds. Ends the command where that cannot be, and leaves
 * nothing open then.
 */
export async function startPlane(settings: ServeSettings, surroundings: PlaneSurroundings): Promise<Plane> {
  const { dataFolder } = settings;
  makeFolder(dataFolder);
  const closing: (() => Promise<void>)[] = [];
  // The last that was opened is the first to be closed: the API before the server, and both before the registry.
  const stop = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const tokens = accessTokens(dataFolder);
    const { registry, isKnown, leadership } = await openServedRegistry(settings.registries, {
      dataFolder,
      clock: systemClock,
      ...surroundings,
    });
    closing.push(registry.close);
    if (leadership !== undefined) closing.push(leadership.close);
    await untilKnown(isKnown, surroundings);
    const codec = createCodec();
    const identities = lazyIdentities((trustDomain) => makeIdentities(settings, trustDomain, surroundings.print));
    closing.push(identities.close);
    const live = await startLive(settings, { registry, codec, identities, tokens, print: surroundings.print });
    closing.push(live.drain);
    const kept = lastGoodMesh(dataFolder);
    const lastGood = kept.read();
    if (lastGood !== undefined) live.setMesh(lastGood);
    const signer = settings.mutualTls?.identity.kind === 'authority' ? identities : undefined;
    const api = await startServedApi(settings, { live, codec, tokens, signer, ...surroundings });
    closing.push(api.close);
    const dns = settings.dnsPort === undefined ? undefined : await startDns(settings, registry, settings.dnsPort);
    if (dns !== undefined) closing.push(dns.close);
    closing.push(startHealthChecks(registry, leadership));
    return {
      live,
      api,
      ...(dns === undefined ? {} : { dnsPort: dns.port }),
      operatorFile: tokens.operatorFile,
      ...(lastGood === undefined ? {} : { lastGood }),
      take: (mesh) => {
        const diagnostics = live.setMesh(mesh);
        const write = (): void => {
          kept.write(mesh.ir);
        };
        if (!hasErrors(diagnostics)) keep(write, surroundings.print);
        return diagnostics;
      },
      failure: identities.failure,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Proxies that came back to a server without a registry would lose their endpoints: there is none before it knows. */
async function untilKnown(isKnown: Promise<void>, { signal, print }: PlaneSurroundings): Promise<void> {
  const stopNote = systemClock.after(noteAfterMs, () => {
    print('waiting for the registry');
  });
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      // The reason of an abort is what commands reject with.
      reject(signal.reason as Error);
    });
  });
  await Promise.race([isKnown, aborted]).finally(stopNote);
}

const noteAfterMs = 1_000;

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new UsageError(`--data ${folder} cannot be used: ${messageOf(error)}`);
  }
}

function makeIdentities(
  { dataFolder, mutualTls }: ServeSettings,
  trustDomain: string,
  print: (text: string) => void,
): Promise<ServedIdentities> {
  if (mutualTls === undefined) throw new InternalError('identities are asked for without mutual TLS');
  return servedIdentities({ dataFolder, trustDomain, source: mutualTls.identity, print });
}

interface LiveParts {
  readonly registry: Registry;
  readonly codec: Codec;
  readonly identities: LazyIdentities;
  readonly tokens: AccessTokens;
  readonly print: (text: string) => void;
}

async function startLive(
  settings: ServeSettings,
  { registry, codec, identities, tokens, print }: LiveParts,
): Promise<RunningLiveMesh> {
  const { address, xdsPort, advertisedHost, proxyAddress, sidecarPorts, traffic, mutualTls } = settings;
  const security = mutualTls === undefined ? undefined : await securityOf(mutualTls, { identities, tokens });
  const place = `${address.includes(':') ? `[${address}]` : address}:${String(xdsPort)}`;
  const notesOf: RunningLiveMesh['grpcNotesOf'] = (group) => live?.grpcNotesOf(group) ?? [];
  const tellAll = [tellRefusals(print), tellGrpcNotes({ notesOf, print })];
  // Events come later than this.
  let live: RunningLiveMesh | undefined = undefined;
  live = await orUsageError(
    `the xDS server cannot listen on ${place}`,
    createLiveMesh({
      registry,
      codec,
      clock: systemClock,
      inboundAddress: proxyAddress,
      sidecarPorts,
      traffic,
      awaitSharesMs,
      xds: {
        address: place,
        advertisedHost,
        onEvent: (event) => {
          for (const tell of tellAll) tell(event);
        },
      },
      ...(security === undefined ? {} : { security }),
    }),
  );
  return live;
}

async function securityOf(
  { inbound, identity, proof, audience, grpc }: ServedMutualTls,
  { identities, tokens }: Pick<LiveParts, 'identities' | 'tokens'>,
): Promise<LiveSecurity> {
  return {
    identities,
    mutualTls: { inbound, outbound: 'mutual-tls' },
    ...(identity.kind === 'spire' ? { agentSocketPath: identity.socketPath } : {}),
    server: {
      proof,
      ways: await admissionWays({ tokens: tokens.current, audience }),
      ...(grpc === undefined ? {} : { grpc }),
    },
  };
}

function startDns({ address }: ServeSettings, registry: Registry, port: number): Promise<DnsServer> {
  return orUsageError(
    `DNS cannot be answered on ${address}:${String(port)}`,
    startDnsServer({
      content: registry.content,
      zone: 'mesh.internal',
      address,
      port,
      clock: systemClock,
      random: Math.random,
    }),
  );
}

function startHealthChecks(registry: Registry, leadership: LeaderLease | undefined): () => Promise<void> {
  const end = runHealthChecks({
    registry,
    clock: systemClock,
    random: Math.random,
    isLeader: leadership?.isLeader ?? (() => true),
    ...(leadership === undefined ? {} : { fencingToken: leadership.fencingToken }),
  });
  return () => {
    end();
    return Promise.resolve();
  };
}

/** A full disk is no reason to serve the old mesh. */
function keep(write: () => void, print: (text: string) => void): void {
  try {
    write();
  } catch (error) {
    print(`the mesh is served but could not be kept for the next start: ${messageOf(error)}`);
  }
}
