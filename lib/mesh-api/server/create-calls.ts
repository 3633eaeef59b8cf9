import type { FastifyReply, FastifyRequest } from 'fastify';
import { identify } from '../auth/identify.js';
import type { Answer } from './answer.js';
import type { AppOptions } from './app-options.js';
import type { Call } from './call.js';
import type { TableEntry } from './operation-table.js';
import { peerNames } from './peer-names.js';
import { sendAnswer } from './send-answer.js';

/** Calls from their first byte to their answer: every way to an answer leads through here. */
export interface Calls {
  /** Begins a call; again for the same request it gives the same. */
  readonly of: (request: FastifyRequest, entry?: TableEntry) => Call;
  /** Writes down how a call was answered: log, audit log, figures, trace. */
  readonly settle: (request: FastifyRequest, answer: Answer) => void;
  /** Settles a call and sends its answer. */
  readonly send: (request: FastifyRequest, reply: FastifyReply, answer: Answer) => FastifyReply;
}

/** Makes the book of calls. */
export function createCalls(
  options: Pick<AppOptions, 'callers' | 'newId' | 'clock' | 'callLog' | 'record' | 'tracing' | 'isClosing'>,
): Calls {
  const { clock, newId, tracing } = options;
  const calls = new WeakMap<FastifyRequest, Call>();

  const of = (request: FastifyRequest, entry?: TableEntry): Call => {
    const known = calls.get(request);
    if (known !== undefined) return known;
    const { authorization } = request.headers;
    const route = entry?.path ?? 'unmatched';
    const call: Call = {
      id: newId(),
      startedAt: clock.monotonic(),
      principal: identify({ authorization, subjectAltName: peerNames(request.raw.socket) }, options.callers()),
      entry,
      work: tracing?.start(`${request.method} ${route}`, request.headers, {
        'http.request.method': request.method,
        'http.route': route,
      }),
    };
    calls.set(request, call);
    return call;
  };
  const settle = (request: FastifyRequest, answer: Answer): void => {
    noteCall(options, { request, call: of(request), answer });
  };
  return {
    of,
    settle,
    send: (request, reply, answer) => {
      settle(request, answer);
      const closing = options.isClosing() ? { Connection: 'close' } : {};
      return sendAnswer(reply, answer, { id: of(request).id, headers: closing });
    },
  };
}

function noteCall(
  { clock, callLog, record }: Pick<AppOptions, 'clock' | 'callLog' | 'record'>,
  { request, call, answer }: { readonly request: FastifyRequest; readonly call: Call; readonly answer: Answer },
): void {
  const { entry, principal, work } = call;
  const ms = clock.monotonic() - call.startedAt;
  const route = entry?.path ?? 'unmatched';
  const note = {
    requestId: call.id,
    method: request.method,
    route,
    operation: entry?.operation.operationId,
    status: answer.status,
    problem: answer.problem,
    ms: Math.round(ms * 100) / 100,
    ...(principal.kind === 'known' ? { caller: principal.name, role: principal.role } : {}),
    address: request.ip,
  };
  callLog.call(note);
  if (entry !== undefined && isWrite(entry)) {
    const { service, id } = request.params as Readonly<Record<string, string | undefined>>;
    callLog.audit({
      ...note,
      service: service ?? answer.subject,
      instance: id ?? (service === undefined ? undefined : answer.subject),
      revision: answer.revision,
      serialNumber: answer.serialNumber,
      traceparent: one(request.headers['traceparent']),
    });
  }
  record({ route, method: request.method, status: answer.status, seconds: ms / 1000 });
  work?.end(
    { 'http.response.status_code': answer.status, 'meshwright.request_id': call.id },
    answer.status >= 500 ? answer.problem : undefined,
  );
}

const written: readonly string[] = ['services', 'instances', 'certificates'];

/** Services and instances are written to, and certificates outlive the call; all else that is posted is a question. */
function isWrite({ method, operation: { tags } }: TableEntry): boolean {
  return method !== 'get' && tags.some((tag) => written.includes(tag));
}

function one(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value.slice(0, 100) : undefined;
}
