import type { Literal, PresentTest } from './literal.js';

/** The literal that holds where another one does not. */
export function negateLiteral({ subject, whenMissing, whenPresent }: Literal): Literal {
  return { subject, whenMissing: !whenMissing, whenPresent: negateTest(whenPresent) };
}

function negateTest(test: PresentTest): PresentTest {
  if (typeof test !== 'string') return { ...test, isWanted: !test.isWanted };
  return test === 'always' ? 'never' : 'always';
}
