import { RE2JS } from 're2js';
import type { PathOptions } from '../../path/normalize-path.js';
import type { Alphabet } from './alphabet.js';
import type { TextTest } from './language.js';

const nonAscii = [
  [0x80, 0xd7ff],
  [0xe000, 0x10_ffff],
] as const;

function not(source: string): TextTest {
  return { language: { kind: 'regex', regex: RE2JS.compile(source) }, isWanted: false };
}
function only(source: string): TextTest {
  return { language: { kind: 'regex', regex: RE2JS.compile(source) }, isWanted: true };
}

const rooted: TextTest = { language: { kind: 'prefix', value: '/', ignoreCase: false }, isWanted: true };
/** What `normalize_path` does not leave as it is: what it encodes or decodes, dot segments, backslashes. */
const notCanonical = not(
  '.*[\\\\"<>^`{|}].*|.*%(2[dDeE]|3[0-9]|4[1-9a-fA-F]|5[0-9aAfF]|6[1-9a-fA-F]|7[0-9aAeE]|00).*|(.*/)?\\.\\.?(/.*|;.*)?',
);
/** `//` alone stays: Envoy merges a path of slashes only into two. */
const withDoubleSlash = not('//.+|.+//.*');
const withEscapedSlash = not('.*%(2[fF]|5[cC]).*');

const plainPaths = [only('(/[A-Za-z0-9._~%:@=+,-]+)*/?'), notCanonical, withEscapedSlash];
// Without `#`, which Envoy refuses, and `?`, which ends the path.
const pathRanges: Alphabet['ranges'] = [[0x21, 0x22], [0x24, 0x3e], [0x40, 0x7e], ...nonAscii];

/** Paths without query. */
export function pathAlphabet(options: PathOptions | undefined): Alphabet {
  const normal: TextTest[] = [rooted];
  if (options?.normalize === true) normal.push(notCanonical);
  if (options?.mergeSlashes === true) normal.push(withDoubleSlash);
  if (options !== undefined && options.escapedSlashes !== 'keep') normal.push(withEscapedSlash);
  return {
    ranges: pathRanges,
    tests: normal,
    plain: plainPaths,
    examples: ['/', '/a', '/b', '/other'],
    tails: ['', 'a', '/', '/a', '/b', '1', 'b', '/1', '-'],
  };
}

/** Paths with query: the path as above, what follows without `#`. */
export const targetRanges: Alphabet['ranges'] = [[0x21, 0x22], [0x24, 0x7e], ...nonAscii];

/** Values of query parameters, percent-encoding as it stands. */
export const queryAlphabet: Alphabet = {
  ranges: [[0x21, 0x22], [0x24, 0x25], [0x27, 0x7e], ...nonAscii],
  tests: [],
  plain: [only('[A-Za-z0-9._~-]+')],
  examples: ['1', 'a', 'b', '2', 'other', ''],
  tails: ['', 'a', '1', 'b', '-'],
};

/** Values of headers, which have no blanks around them. */
export const headerAlphabet: Alphabet = {
  ranges: [[0x09, 0x09], [0x20, 0x7e], ...nonAscii],
  tests: [not('[ \\t].*|.*[ \\t]')],
  plain: [only('[A-Za-z0-9._~:/=+,;@ -]+')],
  examples: ['1', 'a', 'b', '2', 'other', ''],
  tails: ['', 'a', '1', 'b', '-', '.a'],
};

/** Authorities: RFC 3986, section 3.2; Envoy answers 400 to any other. */
export const authorityAlphabet: Alphabet = {
  ranges: [
    [0x21, 0x21],
    [0x24, 0x2e],
    [0x30, 0x3b],
    [0x3d, 0x3d],
    [0x40, 0x5b],
    [0x5d, 0x5d],
    [0x5f, 0x5f],
    [0x61, 0x7a],
    [0x7e, 0x7e],
  ],
  tests: [only('.+')],
  plain: [only('[a-z0-9]([a-z0-9.-]*[a-z0-9])?')],
  examples: ['example.com', 'a.example', 'other.example', 'a'],
  tails: ['', 'a', '.example', '.com', '1', ':80', ':8080'],
};
