import type { Ask } from './ask/ask.js';
import { connectionUrl } from './ask/connection-url.js';
import { meshRequestOf } from './ask/mesh-request-of.js';
import { createEveryExpectation } from './create-every-expectation.js';
import { createExpectation } from './create-expectation.js';
import { askEvery } from './every/ask-every.js';
import { guard } from './guard.js';
import type { RequestOptions } from './request-options.js';
import type { RequestSender } from './request-sender.js';

/** Makes what sends the requests of a test as a service or gateway. */
export function createSender(from: string, ask: Ask): RequestSender {
  const withMethod = (method: string): RequestSender['get'] => {
    const send: RequestSender['get'] = (url, options = {}) =>
      createExpectation(guard(send, () => ask((ir) => meshRequestOf(ir, { from, method, url, options }))));
    return send;
  };
  const request = (method: string, url: string, options: RequestOptions = {}): ReturnType<RequestSender['request']> =>
    createExpectation(guard(request, () => ask((ir) => meshRequestOf(ir, { from, method, url, options }))));
  const connect: RequestSender['connect'] = (target, options = {}) =>
    createExpectation(
      guard(connect, () =>
        ask((ir) => meshRequestOf(ir, { from, method: 'GET', url: connectionUrl(ir, target), options })),
      ),
    );
  const everyRequest: RequestSender['everyRequest'] = (condition, options = {}) =>
    createEveryExpectation(guard(everyRequest, () => askEvery(from, ask, { condition, options })));
  return {
    get: withMethod('GET'),
    head: withMethod('HEAD'),
    post: withMethod('POST'),
    put: withMethod('PUT'),
    patch: withMethod('PATCH'),
    delete: withMethod('DELETE'),
    options: withMethod('OPTIONS'),
    request,
    connect,
    everyRequest,
  };
}
