import type { RE2JS } from 're2js';

/** A rewrite by regular expression; `\1` in the substitution is the first group. Envoy: `RegexMatchAndSubstitute`. */
export interface RegexRewrite {
  readonly regex: RE2JS;
  readonly substitution: string;
}

/**
 * Replaces every match, as RE2's `GlobalReplace` does: an empty match right behind another match is none.
 */
export function replaceByRegex(text: string, { regex, substitution }: RegexRewrite): string {
  const matcher = regex.matcher(text);
  const group = (index: number): string => (index > matcher.groupCount() ? '' : (matcher.group(index) ?? ''));
  let result = '';
  let position = 0;
  let lastEnd = -1;
  while (position <= text.length && matcher.find(position)) {
    const start = matcher.start();
    const end = matcher.end();
    result += text.slice(position, start);
    if (start === lastEnd && end === start) {
      if (start < text.length) result += text.charAt(start);
      position = start + 1;
      continue;
    }
    result += substitution.replace(/\\([0-9\\])/g, (_, character: string) =>
      character === '\\' ? '\\' : group(Number(character)),
    );
    position = end;
    lastEnd = end;
  }
  return result + text.slice(position);
}
