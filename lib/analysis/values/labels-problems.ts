import { isDnsSubdomain } from '../syntax/is-dns-subdomain.js';
import { showValue } from '../words/show-value.js';
import type { ValueProblem } from './value-problem.js';

const part = /^[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?$/;

/**
 * Judges Kubernetes labels.
 */
export function* labelsProblems(labels: Readonly<Record<string, string>>): Generator<ValueProblem> {
  for (const [key, value] of Object.entries(labels)) {
    if (!isLabelKey(key)) {
      const expected = 'a Kubernetes label key such as "team" or "example.com/team"';
      yield { what: 'label', got: showValue(key), expected };
    }
    if (value === '' || (typeof value === 'string' && part.test(value))) continue;
    const expected = 'up to 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends';
    yield { what: `value of label "${key}"`, got: showValue(value), expected };
  }
}

function isLabelKey(key: string): boolean {
  const [name = '', prefix, ...more] = key.split('/').reverse();
  const prefixFits = prefix === undefined || isDnsSubdomain(prefix);
  return more.length === 0 && part.test(name) && prefixFits;
}
