import type { ExplainedRequest } from '../../behaviour/explain/explanation.js';

/** A request for people: `GET http://reviews:9080/reviews/1 from web with end-user: jason`. */
export function requestText({ from, method, url, headers }: ExplainedRequest): string {
  const what = method === undefined ? `the connection ${url}` : `${method} ${url}`;
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return `${what} from ${from}${lines.length === 0 ? '' : ` with ${lines.join(', ')}`}`;
}
