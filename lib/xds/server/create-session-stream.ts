import { resourceTypeUrls } from '../../envoy-resources/resource-type-urls.js';
import type { EncodedResource } from '../encode-resources.js';
import type { DeltaRequest } from '../protocol/delta-request.js';
import { newSession, stepSession, type Session, type SessionEvent } from '../protocol/session.js';
import type { Verdict } from '../protocol/verdict.js';
import type { SotwRequest } from '../protocol/sotw-request.js';
import { isSettled } from '../protocol/type-state.js';
import type { ResourceType } from '../resource-types.js';
import type { Snapshot } from '../snapshot.js';
import type { ByteStream, StreamContext } from './serve-stream.js';
import type { XdsEvent, XdsStreamId } from './xds-event.js';

/** The session of an admitted client, joined to the stream that it writes to. */
export interface SessionStream {
  readonly take: (request: SotwRequest | DeltaRequest) => void;
  readonly update: (snapshot: Snapshot<EncodedResource>) => void;
  /** How many names the client is subscribed to, all types together. */
  readonly countNames: () => number;
  /** Afterwards nothing happens any more. */
  readonly close: () => void;
}

/** Bytes that may wait for a client to read them; until they have gone, nothing more is written. */
const maxWaitingBytes = 2 ** 18;

/** Starts a session that writes its responses to a stream, no faster than the client reads, and tells what happens. */
export function createSessionStream(
  call: ByteStream,
  id: XdsStreamId,
  { method, messages, tell }: Pick<StreamContext, 'method' | 'messages' | 'tell'>,
): SessionStream {
  let session = newSession<EncodedResource>({ variant: method.variant, isAggregated: method.singleType === undefined });
  let waitingBytes = 0;
  let isOpen = true;
  const settled = new Set<ResourceType>();
  const write = (bytes: Buffer): void => {
    waitingBytes += bytes.length;
    call.write(bytes, () => {
      waitingBytes -= bytes.length;
      if (session.isPaused && waitingBytes <= maxWaitingBytes) step({ kind: 'resumed' });
    });
  };
  const step = (event: SessionEvent<EncodedResource>): void => {
    if (!isOpen) return;
    const next = stepSession(session, event);
    session = next.session;
    if (next.verdict !== undefined) tell({ ...shownVerdict(next.verdict), ...id });
    const changes = settling(session, settled);
    // Before what was sent: who looks at each event must never see the new thing and the rest of before together.
    for (const change of changes) if (change.kind === 'unsettled') tell({ ...change, ...id });
    for (const response of next.responses) {
      const { type, resources, removed, missing } = response;
      const names = resources.map(({ name }) => name);
      tell({ kind: 'sent', ...id, type, version: shownVersion(response), names, removed: [...removed, ...missing] });
    }
    for (const change of changes) if (change.kind === 'settled') tell({ ...change, ...id });
    for (const response of next.responses) write(messages.write(response));
    if (waitingBytes > maxWaitingBytes && !session.isPaused) step({ kind: 'paused' });
  };
  return {
    take: (request) => {
      step({ kind: 'request', request });
    },
    update: (snapshot) => {
      step({ kind: 'snapshot', snapshot });
    },
    countNames: () => [...session.types.values()].reduce((sum, { subscription }) => sum + subscription.names.size, 0),
    close: () => {
      isOpen = false;
    },
  };
}

/** A secret shows its name only: its version is a hash of it, and a password can be found from its hash. */
function shownVersion({ type, version }: Pick<Verdict, 'type' | 'version'>): string {
  return type === resourceTypeUrls.secret ? '' : version;
}

/** Nor are a client's own words on a secret shown, because they may quote it. */
function shownVerdict(verdict: Verdict): Verdict {
  const version = shownVersion(verdict);
  if (verdict.kind === 'accepted' || verdict.type !== resourceTypeUrls.secret) return { ...verdict, version };
  return { ...verdict, version, error: { ...verdict.error, message: withheld } };
}

const withheld = 'the client refused the secret; its words are withheld, for they may quote it';

type Settling = Omit<Extract<XdsEvent, { readonly kind: 'settled' | 'unsettled' }>, keyof XdsStreamId>;

/** What came to rest and what left it since the last time; `settled` is kept up to date. */
function settling(session: Session<EncodedResource>, settled: Set<ResourceType>): readonly Settling[] {
  const events: Settling[] = [];
  for (const [type, state] of session.types) {
    if (isSettled(state) === settled.has(type)) continue;
    if (settled.delete(type)) events.push({ kind: 'unsettled', type });
    else {
      settled.add(type);
      events.push({ kind: 'settled', type });
    }
  }
  return events;
}
