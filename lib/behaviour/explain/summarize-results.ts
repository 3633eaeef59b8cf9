import { add } from '../../simulate/rational/add.js';
import type { Rational } from '../../simulate/rational/rational.js';
import { describeEnd } from './describe-end.js';
import { describeShare } from './describe-share.js';
import { describeStatus } from './describe-status.js';
import type { ExplainedResult } from './explanation.js';

/** What a request comes to, in one line: with shares where it may come to several things. */
export function summarizeResults(results: readonly ExplainedResult[]): string {
  const shares = new Map<string, Rational>();
  for (const result of results) {
    const { probability } = result;
    const text = result.denial === undefined ? describeEnd(result) : denied(result, result.denial);
    const share = shares.get(text);
    shares.set(text, share === undefined ? probability : add(share, probability));
  }
  if (shares.size === 1) return [...shares.keys()].join('');
  return [...shares].map(([text, share]) => `${describeShare(share)} ${text}`).join(', ');
}

function denied({ end, grpcStatus }: ExplainedResult, denial: string): string {
  return end.kind === 'answer'
    ? `denied with ${describeStatus(end.status, grpcStatus)}: ${denial}`
    : `denied: ${denial}`;
}
