import type { RunningServe } from '../control-plane/serve.js';

/** An instance as a soak registers it. */
export interface SoakInstance {
  readonly service: string;
  readonly id: string;
  /** @default '127.0.0.1' */
  readonly address?: string;
  readonly ports: Readonly<Record<string, number>>;
  readonly version: string;
}

/** Writes to the registry that remember what was acknowledged: the registry has to hold this in the end, and nothing else. */
export interface AcknowledgedRegistry {
  readonly register: (instance: SoakInstance) => Promise<void>;
  readonly drain: (service: string, id: string) => Promise<void>;
  readonly remove: (service: string, id: string) => Promise<void>;
  /** First port by `<service>/<id>`, sorted. */
  readonly acknowledged: () => readonly (readonly [key: string, port: number | undefined])[];
  /** The same as the server has it. */
  readonly held: () => Promise<readonly (readonly [key: string, port: number | undefined])[]>;
}

type Entry = readonly [key: string, port: number | undefined];

/** Makes one on the mesh API. */
export function acknowledgedRegistry(call: RunningServe['api']): AcknowledgedRegistry {
  const acknowledged = new Map<string, number | undefined>();
  const sorted = (entries: Iterable<Entry>): readonly Entry[] =>
    [...entries].sort(([left], [right]) => (left < right ? -1 : 1));
  return {
    register: async ({ service, id, ports, address = '127.0.0.1', version }) => {
      await call(`PUT /v1/services/${service}/instances/${id}`, { address, ports, version });
      acknowledged.set(`${service}/${id}`, Object.values(ports)[0]);
    },
    drain: async (service, id) => {
      await call(`PUT /v1/services/${service}/instances/${id}/status`, { status: 'draining' });
    },
    remove: async (service, id) => {
      await call(`DELETE /v1/services/${service}/instances/${id}`);
      acknowledged.delete(`${service}/${id}`);
    },
    acknowledged: () => sorted(acknowledged),
    held: async () => {
      const { items } = (await call('GET /v1/instances?limit=500')) as { readonly items: readonly SoakInstance[] };
      return sorted(items.map(({ service, id, ports }): Entry => [`${service}/${id}`, Object.values(ports)[0]]));
    },
  };
}
