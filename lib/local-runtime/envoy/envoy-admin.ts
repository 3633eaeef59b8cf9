/** What the runtime asks of a running Envoy. Envoy: its administration interface. */
export interface EnvoyAdmin {
  /** Whether it serves with all that its first configuration names. */
  readonly isReady: (signal: AbortSignal) => Promise<boolean>;
  /** Its counters, gauges and text readouts whose names a pattern finds, by name. Empty while it does not answer. */
  readonly stats: (pattern: RegExp, signal: AbortSignal) => Promise<ReadonlyMap<string, string | number>>;
}

interface StatsAnswer {
  readonly stats: readonly { readonly name?: string; readonly value?: string | number }[];
}

const patienceMs = 2_000;

/** Makes a client of the admin port of an Envoy on this machine. */
export function createEnvoyAdmin(adminPort: number): EnvoyAdmin {
  const get = async (path: string, signal: AbortSignal): Promise<Response | undefined> => {
    try {
      const patience = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
      return await fetch(`http://127.0.0.1:${String(adminPort)}${path}`, { signal: patience });
    } catch {
      // Not up yet, or too busy: the caller asks again or gives up.
      signal.throwIfAborted();
      return undefined;
    }
  };
  return {
    isReady: async (signal) => {
      const response = await get('/ready', signal);
      await response?.body?.cancel();
      return response?.ok === true;
    },
    stats: async (pattern, signal) => {
      const response = await get(`/stats?format=json&filter=${encodeURIComponent(pattern.source)}`, signal);
      if (response?.ok !== true) return new Map();
      // Envoy's own answer to this very query; histograms come without a name.
      const { stats } = (await response.json()) as StatsAnswer;
      return new Map(
        stats.flatMap(({ name, value }) => (name === undefined || value === undefined ? [] : [[name, value]])),
      );
    },
  };
}
