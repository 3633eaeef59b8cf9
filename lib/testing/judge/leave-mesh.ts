import { outsideEnd } from '../ask/outside-end.js';
import type { Asked } from '../asked.js';
import type { Failure } from '../failure.js';
import { Misuse } from '../misuse.js';
import { resultsText } from '../words/results-text.js';

/** Whether every request goes to an external service. */
export function judgeLeaveMesh(asked: Asked, host?: string): Failure | undefined {
  const { mesh } = asked.simulated;
  if (host !== undefined && !mesh.ir.externalServices.some(({ name, hosts }) => name === host || hosts.includes(host)))
    throw new Misuse(`the mesh "${mesh.ir.name}" has no external service "${host}", nor one with that host`);
  const isMet = asked.trace.results.every((result) => {
    const outside = outsideEnd(result, asked.simulated);
    return outside !== undefined && (host === undefined || outside.service === host || outside.hosts.includes(host));
  });
  if (isMet) return undefined;
  return { expected: `to leave the mesh${host === undefined ? '' : ` to ${host}`}`, got: resultsText(asked) };
}
