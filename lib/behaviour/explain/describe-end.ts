import { describeEndpoint } from './describe-endpoint.js';
import { describeCloseReason } from './describe-close-reason.js';
import { describeStatus } from './describe-status.js';
import type { ExplainedResult } from './explanation.js';

const words = {
  refuse: 'refused',
  'no-route': 'no route takes it',
  'direct-response': 'a fixed answer',
  fault: 'an injected fault',
  'unknown-cluster': 'its cluster does not exist',
  'no-endpoint': 'nobody is there to answer',
};

/** What a request came to, in a few words. */
export function describeEnd({
  end,
  clusters,
  grpcStatus,
}: Pick<ExplainedResult, 'end' | 'clusters' | 'grpcStatus'>): string {
  switch (end.kind) {
    case 'workload':
      return end.workload;
    case 'outside':
      return `cluster "${clusters.at(-1) ?? ''}" at ${end.endpoints.map(describeEndpoint).join(', ')}`;
    case 'answer':
      if (end.why === 'redirect') return `${String(end.status)} to ${end.location ?? ''}`;
      return `${describeStatus(end.status, grpcStatus)} from ${end.proxy} (${words[end.why]})`;
    case 'closed':
      return `closed by ${end.proxy} (${describeCloseReason(end.reason)})`;
    case 'unknown':
      return `unknown beyond ${end.proxy} (${end.unknown.join(', ')})`;
  }
}
