import { findCookies } from './find-cookies.js';
import { findHeaderValues } from './find-header-values.js';
import { findTarget } from './find-target.js';
import type { Literal } from './literal.js';
import type { SlotName } from './slot.js';
import type { Alphabet } from './text/alphabet.js';
import { authorityAlphabet } from './text/alphabets.js';
import { findText } from './text/find-text.js';
import type { TextTest } from './text/language.js';
import type { Meter } from './text/meter.js';
import { passes } from './text/passes.js';
import type { Spent } from './text/spent.js';

/** Where requests are looked for. */
export interface SearchSpace {
  readonly paths: Alphabet;
  readonly absentHeaders: ReadonlySet<string>;
  readonly meter: Meter;
}

/** The methods that Envoy takes, the plainest first. */
const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE'];
const schemes = ['http', 'https'];
/** RFC 9110, section 5.6.2; names that begin with a colon are of no header that comes in a request's lines. */
const headerName = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;

/** Values of a part of a request that meet all of some literals; undefined when there are none. */
export function fillSlot(
  name: SlotName,
  literals: readonly Literal[],
  space: SearchSpace,
): readonly string[] | undefined | Spent {
  switch (name) {
    case 'method':
      return oneOf(methods, literals);
    case 'scheme':
      return oneOf(schemes, literals);
    case 'authority': {
      const tests = valueTests(literals);
      return tests === undefined ? undefined : single(findText(tests, authorityAlphabet, space.meter));
    }
    case 'target':
      return single(findTarget(literals, space.paths, space.meter));
  }
  const header = name.slice('header '.length);
  if (!headerName.test(header) || space.absentHeaders.has(header))
    return literals.every(({ whenMissing }) => whenMissing) ? [] : undefined;
  const isOfCookies = literals.some(({ subject }) => subject.kind === 'cookie');
  return isOfCookies ? findCookies(literals, space.meter) : findHeaderValues(literals, space.meter);
}

function oneOf(texts: readonly string[], literals: readonly Literal[]): readonly string[] | undefined {
  const tests = valueTests(literals);
  const found = tests === undefined ? undefined : texts.find((text) => passes(tests, text));
  return found === undefined ? undefined : [found];
}

/** The tests of a part that is always there; undefined when one of them never holds. */
function valueTests(literals: readonly Literal[]): readonly TextTest[] | undefined {
  const tests = literals.map(({ whenPresent }) => whenPresent);
  return tests.includes('never') ? undefined : tests.filter((test) => typeof test !== 'string');
}

function single(text: string | undefined | Spent): readonly string[] | undefined | Spent {
  return typeof text === 'string' ? [text] : text;
}
