/** What a program's text is made of, as far as brackets go. */
export interface ScannedSource {
  /** The text with comments and the insides of literals blanked out; as long as the text. */
  readonly code: string;
  /** Place of the closing bracket by that of its opening one. */
  readonly closings: ReadonlyMap<number, number>;
}

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * Finds out which brackets of a TypeScript text belong together, and what of it is neither comment nor literal.
 *
 * @returns undefined where brackets do not match, or the text has a literal that cannot be told from a division for sure
 */
export function scanSource(text: string): ScannedSource | undefined {
  const code = [...blanked(text)].join('');
  if (code.length !== text.length) return undefined;
  const open: number[] = [];
  const closings = new Map<number, number>();
  for (let at = 0; at < code.length; at++) {
    const each = code.charAt(at);
    if (each in closers) open.push(at);
    else if (each === ')' || each === ']' || each === '}') {
      const from = open.pop();
      if (from === undefined || closers[code.charAt(from)] !== each) return undefined;
      closings.set(from, at);
    }
  }
  return open.length === 0 ? { code, closings } : undefined;
}

// A comment, a text in quotes, a template whose expressions are plain, or any one character.
const piece =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"|`(?:[^`\\$]|\\[\s\S]|\$(?!\{)|\$\{[^`'\"{}/]*\})*`|[\s\S]/g;

/** The pieces of a text, each as long as it was. Ends early at what is not understood. */
function* blanked(text: string): Generator<string> {
  let last = '';
  for (const [each] of text.matchAll(piece)) {
    if (each.length > 1) {
      const isComment = each.startsWith('/');
      // The quotes stay, so that a literal is still seen to be there.
      yield isComment ? blank(each) : `${each.charAt(0)}${blank(each.slice(1, -1))}${each.charAt(0)}`;
      if (!isComment) last = each.charAt(0);
      continue;
    }
    // A template that is not plain, a quote without an end, or a regular expression.
    if ('`\'"'.includes(each) || (each === '/' && !/[\w)\]]/.test(last))) return;
    if (each.trim() !== '') last = each;
    yield each;
  }
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
