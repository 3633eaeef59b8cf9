import { setTimeout as sleep } from 'node:timers/promises';
import createClient from 'openapi-fetch';
import type { components, paths } from '../../mesh-api/client/generated.js';
import { messageOf } from '../../util/message-of.js';
import { backOffMs } from '../back-off.js';
import { fetchOf } from '../fetch-of.js';
import type { MeshInstance } from '../discovery/mesh-instance.js';
import type { MeshApiAccess } from '../mesh-api-access.js';

/** The instance that this program is. */
export interface RegistrationOptions
  extends
    Pick<MeshInstance, 'service' | 'id' | 'address' | 'ports'>,
    Partial<Pick<MeshInstance, 'version' | 'region' | 'zone' | 'weight' | 'metadata'>> {
  /** Where it is registered. */
  readonly api: MeshApiAccess;
  /** It is forgotten when it was not heard of for so long, in ms; a third of it lies between heartbeats. @default 15000 */
  readonly ttlMs?: number;
  /** Told what goes wrong with a heartbeat; they go on. It must not throw. @default - nobody */
  readonly onProblem?: (problem: string) => void;
}

/** A registered instance. */
export interface Registration {
  /**
   * Takes the instance out in good order: it is given nothing new from now on, and is removed after `drainMs` (5000 unless
   * said), in which callers learn of it. Never rejects: what cannot be removed ends with its lease.
   */
  readonly close: (drainMs?: number) => Promise<void>;
}

const defaultTtlMs = 15_000;
const defaultDrainMs = 5_000;
const backOff = { baseMs: 200, maxMs: 2_000 };

/**
 * Registers this program and keeps it registered: by heartbeats, and anew where the registry has forgotten it. Rejects when the
 * mesh API refuses it or cannot be reached.
 */
export async function registerInstance(options: RegistrationOptions): Promise<Registration> {
  const { service, id, api, ttlMs = defaultTtlMs, onProblem = () => undefined } = options;
  const headers = api.token === undefined ? {} : { authorization: `Bearer ${api.token}` };
  const client = createClient<paths>({ baseUrl: api.url, headers, fetch: fetchOf(api.ca) });
  const path = { service, id };
  const put = async (): Promise<void> => {
    const { response, error } = await client.PUT('/v1/services/{service}/instances/{id}', {
      params: { path },
      body: instanceOf(options, ttlMs),
    });
    if (error !== undefined)
      throw new Error(`the mesh API refuses "${service}/${id}": ${problemOf(response.status, error)}`);
  };
  const renew = async (): Promise<void> => {
    const { response, error } = await client.POST('/v1/services/{service}/instances/{id}/renew', { params: { path } });
    if (response.status === 404) await put();
    else if (error !== undefined) throw new Error(problemOf(response.status, error));
  };
  await put();
  const stop = new AbortController();
  const beating = beat({ renew, ttlMs, onProblem, stopped: stop.signal });
  return {
    close: async (drainMs = defaultDrainMs) => {
      stop.abort();
      await beating;
      try {
        await client.POST('/v1/services/{service}/instances/{id}/drain', { params: { path }, body: {} });
        await sleep(drainMs);
        await client.DELETE('/v1/services/{service}/instances/{id}', { params: { path } });
      } catch (error) {
        onProblem(messageOf(error));
      }
    },
  };
}

interface Beat {
  readonly renew: () => Promise<void>;
  readonly ttlMs: number;
  readonly onProblem: (problem: string) => void;
  readonly stopped: AbortSignal;
}

/** Renews the lease until it is stopped; after a failure soon again, so that the lease outlives a restart of the API. */
async function beat({ renew, ttlMs, onProblem, stopped }: Beat): Promise<void> {
  let failures = 0;
  while (!stopped.aborted) {
    const pause = failures === 0 ? ttlMs / 3 : backOffMs(backOff, failures, Math.random());
    // The program may end although its lease still runs.
    await sleep(pause, undefined, { signal: stopped, ref: false }).catch(() => undefined);
    if (isAborted(stopped)) return;
    try {
      await renew();
      failures = 0;
    } catch (error) {
      failures++;
      onProblem(messageOf(error));
    }
  }
}

/** Whether it was aborted in the meantime: the compiler takes what was asked before for still true. */
function isAborted({ aborted }: AbortSignal): boolean {
  return aborted;
}

function instanceOf(options: RegistrationOptions, ttlMs: number): components['schemas']['InstanceInput'] {
  const { address, ports, version, region, zone, weight, metadata } = options;
  return {
    address,
    ports,
    ttlMs,
    ...(version === undefined ? {} : { version }),
    ...(region === undefined ? {} : { region }),
    ...(zone === undefined ? {} : { zone }),
    ...(weight === undefined ? {} : { weight }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

/** What the mesh API says is wrong, or what stands between it and us. */
function problemOf(status: number, problem: object): string {
  return 'detail' in problem ? String(problem.detail) : `status ${status}`;
}
