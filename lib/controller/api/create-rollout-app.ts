import { fastify, type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { problem } from '../../mesh-api/problems/problem.js';
import type { Answer } from '../../mesh-api/server/answer.js';
import { answerBrokenHttp } from '../../mesh-api/server/answer-broken-http.js';
import { beginEventStream } from '../../mesh-api/server/begin-event-stream.js';
import type { ServerOf } from '../../mesh-api/server/create-server-of.js';
import { errorAnswer } from '../../mesh-api/server/error-answer.js';
import type { RolloutController } from '../rollout-controller.js';
import type { AllowedCall, CallDesk, CallKind } from './answer-calls.js';
import type { CommandReader } from './read-command.js';
import type { RolloutMetrics } from './rollout-metrics.js';
import type { RolloutStreams } from './rollout-streams.js';

/** What the HTTP side of a controller is made of. */
export interface RolloutAppParts {
  readonly controller: RolloutController;
  readonly desk: CallDesk;
  readonly readCommand: CommandReader;
  readonly streams: RolloutStreams;
  readonly metrics: RolloutMetrics;
  readonly handle: ServerOf['handle'];
}

type Handler = (request: FastifyRequest, call: AllowedCall) => Answer | Promise<Answer>;

const bodyBytes = 16 * 1024;
const metricsType = 'text/plain; version=0.0.4; charset=utf-8';

/** Puts the HTTP side of a controller together; it does not listen yet. */
export function createRolloutApp(parts: RolloutAppParts): FastifyInstance {
  const { controller, desk, metrics, handle } = parts;
  const app: FastifyInstance = fastify({
    logger: false,
    bodyLimit: bodyBytes,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 512 },
    clientErrorHandler: answerBrokenHttp,
    frameworkErrors: (error, _request, reply) => {
      desk.send(reply, errorAnswer(error));
    },
    serverFactory: (listener) => handle(listener),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  app.setErrorHandler((error: FastifyError, _request, reply) => desk.send(reply, errorAnswer(error)));
  app.setNotFoundHandler((request, reply) => desk.send(reply, unmatched(request)));

  const on = (method: 'GET' | 'POST', url: string, kind: CallKind, handler: Handler): void => {
    app.route({
      method,
      url,
      handler: async (request, reply) => {
        const call = desk.admit(request, kind);
        return desk.send(reply, 'status' in call ? call : await handler(request, call));
      },
    });
  };
  app.get('/healthz', (_request, reply) => desk.send(reply, json({ status: 'ok' })));
  on('GET', '/metrics', 'read', async () => ({ status: 200, contentType: metricsType, body: await metrics.render() }));
  on('GET', '/v1/rollouts', 'read', () =>
    json({ rollouts: controller.statuses().map(({ log: _log, ...status }) => status) }),
  );
  on('GET', '/v1/rollouts/:name', 'read', (request) => {
    const status = controller.statusOf(nameOf(request));
    return status === undefined ? unknownRollout(request) : json(status);
  });
  on('GET', '/v1/rollouts/:name/history', 'read', (request) => {
    const status = controller.statusOf(nameOf(request));
    return status === undefined ? unknownRollout(request) : json({ decisions: status.log });
  });
  on('POST', '/v1/rollouts/:name/commands', 'command', (request, call) => answerCommand(parts, request, call));
  app.get('/v1/rollouts/:name/events', { exposeHeadRoute: false }, (request, reply) =>
    serveEvents(parts, request, reply),
  );
  return app;
}

async function answerCommand(
  { controller, readCommand }: RolloutAppParts,
  request: FastifyRequest,
  { caller }: AllowedCall,
): Promise<Answer> {
  const { body } = request;
  const read = readCommand({ contentType: request.headers['content-type'], body, caller });
  if (read.kind === 'refused') return read.answer;
  const asked = await controller.ask(nameOf(request), read.command);
  switch (asked.kind) {
    case 'asked':
      return json(read.command, 202);
    case 'unknown-rollout':
      return unknownRollout(request);
    case 'failed':
      return problem(
        'outcome-unknown',
        `the store of the rollouts does not answer: ${asked.reason}; ask again with the same id`,
      );
  }
}

function serveEvents(
  { controller, desk, streams }: RolloutAppParts,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const call = desk.admit(request, 'read');
  if ('status' in call) return desk.send(reply, call);
  const name = nameOf(request);
  if (controller.statusOf(name) === undefined) return desk.send(reply, unknownRollout(request));
  if (!streams.hasRoom())
    return desk.send(
      reply,
      problem('too-many-streams', 'the controller has no room for another stream', { headers: { 'Retry-After': '5' } }),
    );
  const last = request.headers['last-event-id'];
  const lastDecision = typeof last === 'string' && /^\d{1,15}$/.test(last) ? Number(last) : undefined;
  return beginEventStream(reply, { open: (sink) => streams.open(name, sink, lastDecision) });
}

const methodsByPath: readonly (readonly [pattern: RegExp, methods: string])[] = [
  [/^\/(healthz|metrics|v1\/rollouts|v1\/rollouts\/[^/]+(\/(history))?)$/, 'GET, HEAD'],
  [/^\/v1\/rollouts\/[^/]+\/events$/, 'GET'],
  [/^\/v1\/rollouts\/[^/]+\/commands$/, 'POST'],
];

/** The answer to another method of a path that there is, or to a path that there is not. */
function unmatched(request: FastifyRequest): Answer {
  const path = request.url.split('?')[0] ?? '';
  const methods = methodsByPath.find(([pattern]) => pattern.test(path))?.[1];
  if (methods === undefined) return problem('not-found', 'there is nothing at this path');
  return problem('method-not-allowed', `this path takes ${methods}`, { headers: { Allow: methods } });
}

function unknownRollout(request: FastifyRequest): Answer {
  return problem('not-found', `there is no rollout "${nameOf(request)}"`);
}

function nameOf(request: FastifyRequest): string {
  return (request.params as Readonly<Record<'name', string>>).name;
}

function json(body: unknown, status = 200): Answer {
  return { status, body };
}
