import type { Outcome } from '../decision.js';
import type { HeaderLine } from '../headers/header-line.js';
import { fillTextTemplate } from '../headers/fill-text-template.js';
import type { Message } from '../headers/message.js';
import { mutateHeaders } from '../headers/mutate-headers.js';
import { redirectLocation } from './redirect-location.js';
import { rewritePath } from './rewrite-path.js';
import type { DirectResponseAction, RedirectAction } from './route-action.js';
import type { SimulatedRoute } from './simulated-route.js';

const plain = { scheme: undefined, host: undefined, port: undefined, fullPath: undefined, stripQuery: false };

function bodyOf({ body, format }: DirectResponseAction, request: Message): string {
  return format === undefined ? body : fillTextTemplate(format.template, request, format.missing);
}

/** The answer of a route that sends nothing on. Envoy gives every answer of 201 or 3xx a location, asked for or not. */
export function answerRequest(
  route: SimulatedRoute,
  action: RedirectAction | DirectResponseAction,
  received: Message,
): Outcome {
  const { kind, status } = action;
  const rewrite = kind === 'redirect' ? action.path : undefined;
  const path = rewrite === undefined ? undefined : rewritePath(received.path, rewrite, route.condition.path);
  const request = path === undefined ? received : { ...received, path };
  const hasLocation = status === 201 || (status >= 300 && status < 400);
  const location = hasLocation ? redirectLocation(request, kind === 'redirect' ? action : plain) : undefined;
  const own: readonly HeaderLine[] = location === undefined ? [] : [['location', location]];
  const headers = route.responseMutations.reduce((lines, mutations) => mutateHeaders(lines, mutations, request), own);
  return { kind, status, location, headers, body: kind === 'redirect' ? '' : bodyOf(action, received) };
}
