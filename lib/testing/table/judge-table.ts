import type { Ask } from '../ask/ask.js';
import type { BehaviourCase } from '../behaviour-case.js';
import { recordCoverage } from '../coverage/record-coverage.js';
import { notKnown } from '../judge/not-known.js';
import { Misuse } from '../misuse.js';
import { failureText } from '../words/failure-text.js';
import { askCase } from './ask-case.js';
import { judgeCase } from './judge-case.js';

/** Holds every case of a table against the mesh, and tells all that fail; undefined where none does. */
export function judgeTable(cases: readonly BehaviourCase[], ask: Ask): string | undefined {
  if (cases.length === 0) throw new Misuse('toBehave is given no cases');
  const failures = cases.flatMap((each, index) => {
    const text = problemOf(each, ask);
    return text === undefined ? [] : [`${caseName(each, index)}: ${text}`];
  });
  if (failures.length === 0) return undefined;
  return [`${failures.length} of ${cases.length} cases fail`, ...failures].join('\n\n');
}

function caseName({ name }: BehaviourCase, index: number): string {
  return `case ${index + 1}${name === undefined ? '' : ` "${name}"`}`;
}

function problemOf(each: BehaviourCase, ask: Ask): string | undefined {
  try {
    const asked = askCase(each, ask);
    recordCoverage(asked);
    const unknown = notKnown(asked);
    const failures = unknown === undefined ? judgeCase(asked, each) : [unknown];
    return failures.length === 0 ? undefined : failures.map((failure) => failureText(asked, failure)).join('\n\n');
  } catch (error) {
    // A wrong question in one row says nothing of the others.
    if (!(error instanceof Misuse)) throw error;
    return error.message;
  }
}
