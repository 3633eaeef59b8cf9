import type { ResultEnd } from '../../simulate/network/request-result.js';
import { describeEndpoint } from './describe-endpoint.js';
import { describeCloseReason } from './describe-close-reason.js';

const words = {
  refuse: 'refused',
  'no-route': 'no route takes it',
  'direct-response': 'a fixed answer',
  fault: 'an injected fault',
  'unknown-cluster': 'its cluster does not exist',
  'no-endpoint': 'nobody is there to answer',
};

/**
 * What a request came to, in a few words.
 *
 * @param clusters that it was sent to, in order
 */
export function describeEnd(end: ResultEnd, clusters: readonly string[]): string {
  switch (end.kind) {
    case 'workload':
      return end.workload;
    case 'outside':
      return `cluster "${clusters.at(-1) ?? ''}" at ${end.endpoints.map(describeEndpoint).join(', ')}`;
    case 'answer':
      if (end.why === 'redirect') return `${String(end.status)} to ${end.location ?? ''}`;
      return `${String(end.status)} from ${end.proxy} (${words[end.why]})`;
    case 'closed':
      return `closed by ${end.proxy} (${describeCloseReason(end.reason)})`;
    case 'unknown':
      return `unknown beyond ${end.proxy} (${end.unknown.join(', ')})`;
  }
}
