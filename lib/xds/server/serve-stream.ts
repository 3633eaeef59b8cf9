import { status, type ServerDuplexStream } from '@grpc/grpc-js';
import type { Clock } from '../../util/clock.js';
import { messageOf } from '../../util/message-of.js';
import type { Admission, Admit } from '../admission.js';
import type { EncodedResource } from '../encode-resources.js';
import type { Snapshot } from '../snapshot.js';
import type { Groups } from './create-groups.js';
import { createSessionStream, type SessionStream } from './create-session-stream.js';
import type { DiscoveryMessages } from './discovery-messages.js';
import type { DiscoveryMethod } from './discovery-methods.js';
import type { ReadRequest } from './read-request.js';
import { xdsClientOf } from './xds-client-of.js';
import type { XdsEvent } from './xds-event.js';

/** One stream of one client, once it is open. */
export interface ServedStream {
  /** Gives it a new snapshot of its group. */
  readonly update: (snapshot: Snapshot<EncodedResource>) => void;
  /** Ends it in good order; the client will open another. */
  readonly end: () => void;
  /** Ends it as UNAVAILABLE: the client will ask again, after a time. */
  readonly cutOff: (reason: string) => void;
}

/** Raw messages: the state machine's side decodes them, so that garbage ends one stream and nothing else. */
export type ByteStream = ServerDuplexStream<Buffer, Buffer>;

/** What a stream needs of the server. */
export interface StreamContext {
  readonly method: DiscoveryMethod;
  readonly messages: DiscoveryMessages;
  /** Most names that a client may subscribe to, all types together. */
  readonly maxNames: number;
  /** How long it may take until the client is admitted. */
  readonly admissionTimeoutMs: number;
  readonly clock: Clock;
  /** Counts the streams of the server. */
  readonly stream: number;
  readonly admit: Admit;
  readonly groups: Groups;
  readonly tell: (event: XdsEvent) => void;
}

/** A client that was admitted. */
interface Admitted {
  readonly session: SessionStream;
  readonly leave: () => void;
}

/** Connects a stream of bytes with a session: admits the client, decodes what it says, ends it where it breaks the rules. */
export function serveStream(call: ByteStream, context: StreamContext): ServedStream {
  const { maxNames, tell } = context;
  let admitted: Admitted | undefined;
  let nodeId = '';
  let isOpen = true;
  const close = (): void => {
    isOpen = false;
    stopWaiting();
    admitted?.leave();
    admitted = undefined;
  };
  const end = (): void => {
    if (!isOpen) return;
    close();
    call.end();
  };
  const refuse = (code: status, reason: string): void => {
    if (!isOpen) return;
    tell({ kind: code === status.PERMISSION_DENIED ? 'refused' : 'failed', nodeId, reason });
    close();
    call.emit('error', { code, details: shortened(reason) });
  };
  const stream: ServedStream = {
    update: (snapshot) => admitted?.session.update(snapshot),
    end,
    cutOff: refuse.bind(undefined, status.UNAVAILABLE),
  };
  const giveUp = refuse.bind(undefined, status.DEADLINE_EXCEEDED, 'the client was not admitted in time');
  const stopWaiting = context.clock.after(context.admissionTimeoutMs, giveUp);
  const decide = async ({ node, request }: ReadRequest): Promise<void> => {
    nodeId = node.id;
    // Nothing else is read until it is known whether the client may ask.
    call.pause();
    const admission = await askAdmission(context.admit, call, node);
    if (!isOpen) return;
    stopWaiting();
    if (admission.kind === 'admitted') {
      admitted = join(call, context, { stream, nodeId, group: admission.group });
      answer(admitted.session, request);
      call.resume();
    } else if (admission.kind === 'refused') refuse(status.PERMISSION_DENIED, admission.reason);
    else refuse(status.UNAVAILABLE, 'nobody can say now whether this node may be served');
  };
  const answer = (session: SessionStream, request: ReadRequest['request']): void => {
    session.take(request);
    if (session.countNames() > maxNames)
      refuse(status.RESOURCE_EXHAUSTED, `more than ${maxNames} names are subscribed to`);
  };
  listenTo(call, {
    onBytes: (bytes) => {
      if (!isOpen) return;
      const read = readOr(context, bytes, nodeId);
      if (typeof read === 'string') refuse(status.INVALID_ARGUMENT, read);
      else if (admitted !== undefined) answer(admitted.session, read.request);
      else void decide(read);
    },
    onEnded: end,
    onGone: close,
  });
  return stream;
}

/** Adds an admitted client to its group, and gives it what is there for it. */
function join(
  call: ByteStream,
  context: StreamContext,
  { stream, nodeId, group }: { readonly stream: ServedStream; readonly nodeId: string; readonly group: string },
): Admitted {
  const { groups, tell } = context;
  const id = { stream: context.stream, nodeId, group };
  tell({ kind: 'opened', ...id });
  const session = createSessionStream(call, id, context);
  const snapshot = groups.join(group, stream);
  if (snapshot !== undefined) session.update(snapshot);
  return {
    session,
    leave: () => {
      session.close();
      groups.leave(group, stream);
      tell({ kind: 'closed', ...id });
    },
  };
}

/** The decision; `failed` where whoever decides broke his word not to throw. A stranger must not be able to stop the server by it. */
async function askAdmission(
  admit: Admit,
  call: ByteStream,
  node: ReadRequest['node'],
): Promise<Admission | { readonly kind: 'failed' }> {
  try {
    return await admit(xdsClientOf(call, node));
  } catch {
    return { kind: 'failed' };
  }
}

interface Listener {
  readonly onBytes: (bytes: Buffer) => void;
  readonly onEnded: () => void;
  readonly onGone: () => void;
}

function listenTo(call: ByteStream, { onBytes, onEnded, onGone }: Listener): void {
  call.on('data', onBytes);
  call.on('end', onEnded);
  for (const event of ['cancelled', 'error', 'close']) call.on(event, onGone);
}

/** What is read, or what is wrong with it: bytes of a stranger may be anything. */
function readOr({ messages, method }: StreamContext, bytes: Buffer, nodeId: string): ReadRequest | string {
  try {
    const read = messages.read(bytes, method.singleType);
    return nodeProblem(nodeId, read.node.id) ?? read;
  } catch (error) {
    return `not a request: ${messageOf(error)}`;
  }
}

// xDS protocol: "The node identifier should always be identical if present more than once on the stream."
function nodeProblem(known: string, said: string): string | undefined {
  if (known === '' && said === '') return 'the first request of a stream has to carry the id of the node';
  return known === '' || said === '' || said === known ? undefined : `this stream is that of node "${known}"`;
}

/** As much of a text as goes into a header: what a client said may be in it, of any length. */
function shortened(text: string): string {
  const max = 500;
  // Half a character cannot be encoded.
  return text.slice(0, max).replace(/[\uD800-\uDFFF]/gu, '\uFFFD');
}
