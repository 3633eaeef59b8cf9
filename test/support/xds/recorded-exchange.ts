import type { Variant } from '../../../lib/xds/protocol/next-response.js';
import type { DeltaRequest } from '../../../lib/xds/protocol/delta-request.js';
import { newSession, stepSession } from '../../../lib/xds/protocol/session.js';
import type { SotwRequest } from '../../../lib/xds/protocol/sotw-request.js';
import type { ServedResource } from '../../../lib/xds/served-resource.js';
import { createSnapshot } from '../../../lib/xds/snapshot.js';

/** What a server said: names, each with its version, and not the resources themselves. */
export interface RecordedResponse {
  readonly type: string;
  readonly nonce: string;
  readonly version: string;
  /** `<name>@<version>`; of the state of the world without version, for there a resource has none. */
  readonly resources: readonly string[];
  readonly removed: readonly string[];
}

/** A request as the state machine takes it, but that versions by name are an object. */
export type RecordedRequest =
  | SotwRequest
  | (Omit<DeltaRequest, 'initialVersions'> & { readonly initialVersions: Readonly<Record<string, string>> });

/** What happened, in the order of the wire. */
export type RecordedEvent =
  /** What the scenario did just then. */
  | { readonly kind: 'step'; readonly what: string }
  | { readonly kind: 'connected' }
  | { readonly kind: 'served'; readonly resources: readonly ServedResource[] }
  | { readonly kind: 'request'; readonly request: RecordedRequest }
  | { readonly kind: 'response'; readonly response: RecordedResponse };

/** What server and Envoy said to each other. */
export interface RecordedExchange {
  readonly variant: Variant;
  readonly envoy: string;
  readonly events: readonly RecordedEvent[];
}

/** Gives the state machine what the server was given, and returns what it has to say to it, in order. */
export function replay({ variant, events }: RecordedExchange): readonly RecordedResponse[] {
  let session = newSession({ variant, isAggregated: true });
  let snapshot = createSnapshot<ServedResource>([]);
  const said: RecordedResponse[] = [];
  const step = (event: Parameters<typeof stepSession<ServedResource>>[1]): void => {
    const next = stepSession(session, event);
    session = next.session;
    for (const { type, nonce, version, resources, removed } of next.responses) {
      const names = resources.map((resource) =>
        variant === 'delta' ? `${resource.name}@${resource.version}` : resource.name,
      );
      said.push({ type, nonce, version, resources: names, removed });
    }
  };
  for (const event of events) {
    if (event.kind === 'connected') {
      session = newSession({ variant, isAggregated: true });
      step({ kind: 'snapshot', snapshot });
    }
    if (event.kind === 'served') {
      snapshot = createSnapshot(event.resources);
      step({ kind: 'snapshot', snapshot });
    }
    if (event.kind === 'request') step({ kind: 'request', request: withMap(event.request) });
  }
  return said;
}

function withMap(request: RecordedRequest): SotwRequest | DeltaRequest {
  if (request.kind === 'sotw') return request;
  return { ...request, initialVersions: new Map(Object.entries(request.initialVersions)) };
}
