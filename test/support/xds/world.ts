import { resourceTypeUrls } from '../../../lib/envoy-resources/resource-type-urls.js';
import type { Variant } from '../../../lib/xds/protocol/next-response.js';
import { newSession, stepSession, type Session, type SessionEvent } from '../../../lib/xds/protocol/session.js';
import type { ServedResource } from '../../../lib/xds/served-resource.js';
import { createSnapshot, type Snapshot } from '../../../lib/xds/snapshot.js';
import { modelClient, type ModelClient } from './model-client.js';

/** Something that happens. `toServer` and `toClient`: the next message that is under way arrives. */
export type Command =
  | { readonly kind: 'serve'; readonly snapshot: Snapshot }
  | { readonly kind: 'toServer' | 'toClient' | 'pause' | 'resume' | 'reconnect' };

/** What may be said of the client of a world. */
export interface WorldOptions {
  /** What the client refuses. @default - nothing */
  readonly isBad?: (resource: ServedResource) => boolean;
  /** Called each time that the client has taken a response. */
  readonly check?: (client: ModelClient) => void;
  /** Called before each step of the server's session. */
  readonly watch?: (session: Session<ServedResource>, event: SessionEvent<ServedResource>) => void;
}

/** A server's session, a client, and two queues between them. */
export interface World {
  readonly client: ModelClient;
  readonly do: (command: Command) => void;
  /** Lets both say all they have to. Throws where they never come to rest. */
  readonly settle: () => void;
  readonly snapshot: () => Snapshot;
  /** What the server believes the client to hold, as `type name version`, sorted. */
  readonly believed: () => readonly string[];
  /** How many messages are under way. */
  readonly underWay: () => { readonly toServer: number; readonly toClient: number };
  /** Equal where all that follows will be equal. */
  readonly key: () => string;
}

/** Creates a world in which the client has just connected and the server has nothing for it. */
export function createWorld(variant: Variant, options: WorldOptions): World {
  const { isBad = () => false, check = () => undefined, watch = () => undefined } = options;
  const client = modelClient(variant, isBad);
  let snapshot = createSnapshot<ServedResource>([]);
  let session = newSession({ variant, isAggregated: true });
  let toServer = [...client.connect()];
  let toClient: ReturnType<typeof stepSession>['responses'] = [];
  const step = (event: SessionEvent<ServedResource>): void => {
    watch(session, event);
    const next = stepSession(session, event);
    session = next.session;
    toClient = [...toClient, ...next.responses];
  };
  const does: Readonly<Record<Exclude<Command['kind'], 'serve'>, () => void>> = {
    toServer: () => {
      const request = toServer.shift();
      if (request !== undefined) step({ kind: 'request', request });
    },
    toClient: () => {
      const [first, ...others] = toClient;
      toClient = others;
      if (first === undefined) return;
      toServer.push(...client.receive(first));
      check(client);
    },
    pause: () => {
      step({ kind: 'paused' });
    },
    resume: () => {
      step({ kind: 'resumed' });
    },
    reconnect: () => {
      session = stepSession(newSession({ variant, isAggregated: true }), { kind: 'snapshot', snapshot }).session;
      toClient = [];
      toServer = [...client.connect()];
    },
  };
  step({ kind: 'snapshot', snapshot });
  return {
    client,
    do: (command) => {
      if (command.kind === 'serve') {
        ({ snapshot } = command);
        step({ kind: 'snapshot', snapshot });
      } else does[command.kind]();
    },
    settle: () => {
      does.resume();
      for (let turn = 0; toServer.length + toClient.length > 0; turn++) {
        if (turn > 2_000) throw new Error('the two never come to rest');
        does.toServer();
        does.toClient();
      }
    },
    snapshot: () => snapshot,
    believed: () =>
      [...session.types.values()]
        .flatMap(({ type, accepted }) =>
          [...accepted].flatMap(([name, held]) =>
            held.kind === 'absent'
              ? []
              : [`${type} ${name} ${held.kind === 'version' ? held.version : held.resource.version}`],
          ),
        )
        .sort(),
    underWay: () => ({ toServer: toServer.length, toClient: toClient.length }),
    key: () => JSON.stringify([session, toServer, toClient, client.held, client.serving, client.warming], plain),
  };
}

/** Every cluster that a held route names takes requests; throws where one does not. */
export function routesAreServed(client: ModelClient): void {
  for (const { name, references } of client.held.get(resourceTypeUrls.routeConfiguration)?.values() ?? [])
    for (const target of references)
      if (!client.serving.has(target.name))
        throw new Error(`route ${name} leads to ${target.name}, which is not there`);
}

/** JSON of maps and sets. */
function plain(_key: string, value: unknown): unknown {
  if (value instanceof Map) return [...(value as ReadonlyMap<unknown, unknown>)];
  return value instanceof Set ? [...(value as ReadonlySet<unknown>)] : value;
}
