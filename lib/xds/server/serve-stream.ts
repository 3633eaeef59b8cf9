import { status, type ServerDuplexStream } from '@grpc/grpc-js';
import type { EncodedResource } from '../encode-resources.js';
import type { Response } from '../protocol/next-response.js';
import { newSession, stepSession, type Session, type SessionEvent } from '../protocol/session.js';
import type { Snapshot } from '../snapshot.js';
import type { DiscoveryMessages, ReadRequest } from './discovery-messages.js';
import type { DiscoveryMethod } from './discovery-methods.js';
import type { Nodes } from './create-nodes.js';
import type { XdsEvent } from './xds-event.js';

/** One stream of one client, once it is open. */
export interface ServedStream {
  /** Gives it a new snapshot of its node. */
  readonly update: (snapshot: Snapshot<EncodedResource>) => void;
  /** Ends it in good order; the client will open another. */
  readonly end: () => void;
}

/** Raw messages: the state machine's side decodes them, so that garbage ends one stream and nothing else. */
export type ByteStream = ServerDuplexStream<Buffer, Buffer>;

/** What a stream needs of the server. */
export interface StreamContext {
  readonly method: DiscoveryMethod;
  readonly messages: DiscoveryMessages;
  /** Most names that a client may subscribe to, all types together. */
  readonly maxNames: number;
  readonly nodes: Nodes;
  readonly tell: (event: XdsEvent) => void;
}

/** Connects a stream of bytes with a session: decodes, moves the session, writes what it has to say. */
export function serveStream(call: ByteStream, { method, messages, maxNames, nodes, tell }: StreamContext): void {
  let session = newSession<EncodedResource>({ variant: method.variant, isAggregated: method.singleType === undefined });
  let nodeId = '';
  let isOpen = true;
  const step = (event: SessionEvent<EncodedResource>): void => {
    if (!isOpen) return;
    const next = stepSession(session, event);
    session = next.session;
    if (next.verdict !== undefined) tell({ ...next.verdict, nodeId });
    const written = next.responses.map((response) => call.write(messages.write(response)));
    for (const response of next.responses) tell(sentEvent(nodeId, response));
    if (written.includes(false)) step({ kind: 'paused' });
  };
  const stream: ServedStream = {
    update: (snapshot) => {
      step({ kind: 'snapshot', snapshot });
    },
    end: () => {
      close();
      call.end();
    },
  };
  const close = (): void => {
    if (isOpen && nodeId !== '') nodes.leave(nodeId, stream);
    isOpen = false;
  };
  const refuse = (code: status, details: string): void => {
    if (!isOpen) return;
    close();
    call.emit('error', { code, details });
  };
  const take = ({ nodeId: id, request }: ReadRequest): void => {
    const problem = nodeProblem(nodeId, id);
    if (problem !== undefined) {
      refuse(status.INVALID_ARGUMENT, problem);
      return;
    }
    if (nodeId === '') {
      nodeId = id;
      const snapshot = nodes.join(nodeId, stream);
      if (snapshot !== undefined) step({ kind: 'snapshot', snapshot });
    }
    step({ kind: 'request', request });
    if (countNames(session) > maxNames)
      refuse(status.RESOURCE_EXHAUSTED, `more than ${maxNames} names are subscribed to`);
  };
  listenTo(call, {
    onBytes: (bytes) => {
      if (!isOpen) return;
      const read = readOr(() => messages.read(bytes, method.singleType));
      if (typeof read === 'string') refuse(status.INVALID_ARGUMENT, `not a request: ${read}`);
      else take(read);
    },
    onDrained: () => {
      step({ kind: 'resumed' });
    },
    onEnded: stream.end,
    onGone: close,
  });
}

interface Listener {
  readonly onBytes: (bytes: Buffer) => void;
  readonly onDrained: () => void;
  readonly onEnded: () => void;
  readonly onGone: () => void;
}

function listenTo(call: ByteStream, { onBytes, onDrained, onEnded, onGone }: Listener): void {
  call.on('data', onBytes);
  call.on('drain', onDrained);
  call.on('end', onEnded);
  for (const event of ['cancelled', 'error', 'close']) call.on(event, onGone);
}

/** What is read, or what is wrong with it: bytes of a stranger may be anything. */
function readOr(read: () => ReadRequest): ReadRequest | string {
  try {
    return read();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function sentEvent(nodeId: string, { type, resources, removed }: Response<EncodedResource>): XdsEvent {
  return { kind: 'sent', nodeId, type, names: resources.map(({ name }) => name), removed };
}

// xDS protocol: "The node identifier should always be identical if present more than once on the stream."
function nodeProblem(known: string, said: string): string | undefined {
  if (known === '' && said === '') return 'the first request of a stream has to carry the id of the node';
  return known === '' || said === '' || said === known ? undefined : `this stream is that of node "${known}"`;
}

function countNames(session: Session<EncodedResource>): number {
  return [...session.types.values()].reduce((sum, { subscription }) => sum + subscription.names.size, 0);
}
