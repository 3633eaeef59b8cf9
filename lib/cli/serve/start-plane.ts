import { mkdirSync } from 'node:fs';
import { createCodec } from 'envoy-config-types/codec';
import { createLiveMesh } from '../../control-plane/create-live-mesh.js';
import type { RunningLiveMesh } from '../../control-plane/running-live-mesh.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { hasErrors } from '../../diagnostics/has-errors.js';
import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import { systemClock } from '../../util/system-clock.js';
import { UsageError } from '../usage-error.js';
import { lastGoodMesh } from './last-good-mesh.js';
import { openServedRegistry, type ServedRegistry } from './open-served-registry.js';
import type { ServeSettings } from './serve-settings.js';

/** The live plane of one process. */
export interface Plane {
  readonly live: RunningLiveMesh;
  /** Serves a mesh and keeps it for the next start; with an error among what it returns nothing has changed. */
  readonly take: (mesh: EffectiveMesh) => readonly Diagnostic[];
  /** The mesh of the time before, which is served already; absent where none was kept. */
  readonly lastGood?: EffectiveMesh;
  /** Ends everything in good order: proxies keep what they have and look for another server. */
  readonly stop: () => Promise<void>;
}

/** Starts registry and xDS server on what the data folder holds. Ends the command where that cannot be. */
export async function startPlane(settings: ServeSettings, print: (text: string) => void): Promise<Plane> {
  const { dataFolder } = settings;
  makeFolder(dataFolder);
  const kept = lastGoodMesh(dataFolder);
  const opened = await openServedRegistry(settings, systemClock);
  try {
    const live = await startLive(settings, opened);
    const lastGood = kept.read();
    if (lastGood !== undefined) live.setMesh(lastGood);
    return {
      live,
      ...(lastGood === undefined ? {} : { lastGood }),
      take: (mesh) => {
        const diagnostics = live.setMesh(mesh);
        if (!hasErrors(diagnostics)) keep(() => { kept.write(mesh.ir); }, print);
        return diagnostics;
      },
      stop: async () => {
        await live.drain();
        await opened.registry.close();
      },
    };
  } catch (error) {
    await opened.registry.close();
    throw error;
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new UsageError(`--data ${folder} cannot be used: ${messageOf(error)}`);
  }
}

async function startLive(settings: ServeSettings, { registry }: ServedRegistry): Promise<RunningLiveMesh> {
  const { address, xdsPort, advertisedHost, proxyAddress, sidecarPorts } = settings;
  const host = address.includes(':') ? `[${address}]` : address;
  try {
    return await createLiveMesh({
      registry,
      codec: createCodec(),
      clock: systemClock,
      inboundAddress: proxyAddress,
      sidecarPorts,
      xds: { address: `${host}:${String(xdsPort)}`, advertisedHost },
    });
  } catch (error) {
    throw new UsageError(`the xDS server cannot listen on ${host}:${String(xdsPort)}: ${messageOf(error)}`);
  }
}

/** A full disk is no reason to serve the old mesh. */
function keep(write: () => void, print: (text: string) => void): void {
  try {
    write();
  } catch (error) {
    print(`the mesh is served but could not be kept for the next start: ${messageOf(error)}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
