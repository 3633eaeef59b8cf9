import type { FastifyInstance, FastifyRequest } from 'fastify';
import { denyCall } from '../auth/deny-call.js';
import type { Role } from '../openapi/open-api.js';
import type { ApiRequest } from './api-request.js';
import type { AppOptions } from './app-options.js';
import type { Calls } from './create-calls.js';
import { createRequestCheck } from './check/create-request-check.js';
import type { Handler } from './handler.js';
import type { TableEntry } from './operation-table.js';
import { createRateCheck, type RateCheck } from './rate-check.js';
import { serveWatch } from './serve-watch.js';

/** What an operation is made of. */
export interface OperationParts {
  readonly options: AppOptions;
  readonly calls: Calls;
  readonly checkRate: RateCheck;
  /** Absent for the watch, which has no end. */
  readonly handler: Handler | undefined;
}

/** Kubernetes asks these from one address for all that run there, and takes a refusal for death. */
const unlimited = new Set(['getHealth', 'getReadiness']);

/** Adds an operation of the API description: rate, then rights, then form, then the deed. */
export function addOperation(app: FastifyInstance, entry: TableEntry, parts: OperationParts): void {
  const { calls, options, handler } = parts;
  const { operation } = entry;
  const check = createRequestCheck(options.checker, entry);
  const ownLimit = operation['x-call-limit'];
  const checkOwnRate = ownLimit === undefined ? undefined : createRateCheck(app, ownLimit);
  const roles = rolesOf(entry, options.metricsFor);
  app.route({
    method: entry.method.toUpperCase(),
    // {name} of OpenAPI is :name of the router.
    url: entry.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    exposeHeadRoute: handler !== undefined,
    ...(operation['x-body-limit'] === undefined ? {} : { bodyLimit: operation['x-body-limit'] }),
    onRequest: async (request, reply) => {
      const { principal } = calls.of(request, entry);
      const limited = unlimited.has(operation.operationId)
        ? undefined
        : ((await parts.checkRate(request)) ?? (await checkOwnRate?.(request)));
      if (limited !== undefined) return calls.send(request, reply, limited);
      const denied = denyCall(principal, { roles, ...subjectOf(request) });
      return denied === undefined ? undefined : calls.send(request, reply, denied);
    },
    handler: async (request, reply) => {
      const { principal, work } = calls.of(request);
      const checked = check({
        url: request.url,
        path: request.params as Readonly<Record<string, string>>,
        headers: request.headers,
        bytes: request.body as Buffer | undefined,
      });
      if (checked.kind === 'refused') return calls.send(request, reply, checked.answer);
      const asked: ApiRequest = { ...checked.request, principal };
      if (handler === undefined) return serveWatch({ asked, request, reply, calls, streams: options.streams });
      return calls.send(request, reply, await handler(asked, options.contextFor(work)));
    },
  });
}

function rolesOf({ operation }: TableEntry, metricsFor: AppOptions['metricsFor']): readonly Role[] {
  return operation.operationId === 'getMetrics' && metricsFor === 'reader'
    ? ['reader', 'operator']
    : operation['x-roles'];
}

/** What a call is about, before its form is checked: rights go first, so that nobody learns by mistakes. */
function subjectOf({ params, url }: FastifyRequest): {
  readonly service: string | undefined;
  readonly nodeId: string | undefined;
  readonly watched: readonly string[] | undefined;
} {
  const { service, nodeId } = params as Readonly<Record<string, string | undefined>>;
  const isWatch = service === undefined && nodeId === undefined;
  const query = isWatch ? new URLSearchParams(url.split('?')[1]).getAll('service') : undefined;
  return { service, nodeId, watched: query };
}
