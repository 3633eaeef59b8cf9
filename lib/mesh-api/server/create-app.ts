import rateLimit from '@fastify/rate-limit';
import { fastify, type FastifyError, type FastifyInstance } from 'fastify';
import { InternalError } from '../../util/internal-error.js';
import { handlers } from '../handlers/handlers.js';
import { problem } from '../problems/problem.js';
import { addOperation } from './add-operation.js';
import { allowedMethods } from './allowed-methods.js';
import type { AppOptions } from './app-options.js';
import { answerBrokenHttp } from './answer-broken-http.js';
import { createCalls, type Calls } from './create-calls.js';
import { errorAnswer } from './error-answer.js';
import { operationTable, type TableEntry } from './operation-table.js';
import { createRateCheck, type RateCheck } from './rate-check.js';

const defaultBodyBytes = 256 * 1024;
const defaultCalls = { max: 2000, windowMs: 10_000 };

/** Puts the HTTP side of the API together; it does not listen yet. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { document, limits, handle, callLog } = options;
  const { max, windowMs } = limits.calls ?? defaultCalls;
  const calls = createCalls(options);
  const app: FastifyInstance = fastify({
    logger: false,
    bodyLimit: limits.bodyBytes ?? defaultBodyBytes,
    // Calls under way are answered when the server stops, also those on a connection that it has still open.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 2048 },
    clientErrorHandler: answerBrokenHttp,
    frameworkErrors: (error, request, reply) => {
      calls.send(request, reply, errorAnswer(error));
    },
    serverFactory: (listener) => handle(listener),
  });
  await app.register(rateLimit, {
    global: false,
    max,
    timeWindow: windowMs,
    cache: 20_000,
    keyGenerator: (request) => {
      const { principal } = calls.of(request);
      return principal.kind === 'known' ? `caller ${principal.name}` : `address ${request.ip}`;
    },
  });
  const checkRate = createRateCheck(app);
  // The API description says what a body is, and it is read once it is known who sends it.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const answer = errorAnswer(error);
    if (answer.status >= 500) callLog.crash(calls.of(request).id, error);
    return calls.send(request, reply, answer);
  });

  const table = operationTable(document);
  for (const entry of table) {
    const { operationId } = entry.operation;
    const handler = operationId === 'watch' ? undefined : handlers[operationId as keyof typeof handlers];
    if (handler === undefined && operationId !== 'watch')
      throw new InternalError(`nothing carries out the operation ${operationId}`);
    addOperation(app, entry, { options, calls, checkRate, handler });
  }
  answerUnmatched(app, table, { calls, checkRate });
  return app;
}

/** Answers what no operation is for: another method of a path that there is, or no path at all. */
function answerUnmatched(
  app: FastifyInstance,
  table: readonly TableEntry[],
  { calls, checkRate }: { readonly calls: Calls; readonly checkRate: RateCheck },
): void {
  const methodsOf = allowedMethods(table);
  app.setNotFoundHandler(async (request, reply) => {
    calls.of(request);
    const path = request.url.split('?')[0] ?? '';
    const methods = methodsOf(path);
    const limited = await checkRate(request);
    if (limited !== undefined) return calls.send(request, reply, limited);
    if (methods.length === 0) return calls.send(request, reply, problem('not-found', 'there is nothing at this path'));
    const headers = { Allow: methods.join(', ') };
    return calls.send(
      request,
      reply,
      problem('method-not-allowed', `this path takes ${methods.join(', ')}`, { headers }),
    );
  });
}
