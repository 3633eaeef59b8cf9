import { add } from '../../simulate/rational/add.js';
import type { Rational } from '../../simulate/rational/rational.js';
import { describeEnd } from './describe-end.js';
import { describeShare } from './describe-share.js';
import type { ExplainedResult } from './explanation.js';

/** What a request comes to, in one line: with shares where it may come to several things. */
export function summarizeResults(results: readonly ExplainedResult[]): string {
  const shares = new Map<string, Rational>();
  for (const { probability, end, denial, clusters } of results) {
    const text = denial === undefined ? describeEnd(end, clusters) : denied(end, denial);
    const share = shares.get(text);
    shares.set(text, share === undefined ? probability : add(share, probability));
  }
  if (shares.size === 1) return [...shares.keys()].join('');
  return [...shares].map(([text, share]) => `${describeShare(share)} ${text}`).join(', ');
}

function denied(end: ExplainedResult['end'], denial: string): string {
  return end.kind === 'answer' ? `denied with ${String(end.status)}: ${denial}` : `denied: ${denial}`;
}
