import type { Ask } from '../ask/ask.js';
import { connectionUrl } from '../ask/connection-url.js';
import { findSender } from '../ask/find-sender.js';
import { meshRequestOf } from '../ask/mesh-request-of.js';
import type { Asked } from '../asked.js';
import type { BehaviourCase } from '../behaviour-case.js';
import { Misuse } from '../misuse.js';

const methods = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'] as const;

/** Asks what a case of a table asks. Throws `Misuse`. */
export function askCase(each: BehaviourCase, ask: Ask): Asked {
  return ask((ir) => {
    const from = findSender(ir, each.from);
    if ('connect' in each)
      return meshRequestOf(ir, { from, method: 'GET', url: connectionUrl(ir, each.connect), options: each });
    return meshRequestOf(ir, { from, ...questionOf(each), options: each });
  });
}

function questionOf(each: Exclude<BehaviourCase, { readonly connect: unknown }>): {
  readonly method: string;
  readonly url: string;
} {
  if ('method' in each) return { method: each.method, url: each.url };
  // A row of an untyped program may ask nothing.
  const urls: Readonly<Partial<Record<(typeof methods)[number], string>>> = each;
  const method = methods.find((name) => urls[name] !== undefined);
  const url = method === undefined ? undefined : urls[method];
  if (method === undefined || url === undefined)
    throw new Misuse('the case asks nothing', "say get: '/path', or another method");
  return { method: method.toUpperCase(), url };
}
