const matcher = /\s*[a-zA-Z_]\w*\s*(?:=~|!~|!=|=)\s*(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)\s*(?:,|$)/y;

/** A selector of series, in two parts: their name, and what their labels have to be. */
export interface PromqlSelector {
  /** Empty where the matchers say it. */
  readonly metric: string;
  /** As they stand between the braces, without a comma at the end; may be empty. */
  readonly matchers: string;
}

/**
 * Reads a PromQL selector of series: a name, matchers in braces, or both. Undefined for everything else, such as functions, operators and
 * ranges.
 */
export function parsePromqlSelector(text: string): PromqlSelector | undefined {
  const [, metric = '', inBraces] = /^\s*([a-zA-Z_:][\w:]*)?\s*(?:\{([\s\S]*)\})?\s*$/.exec(text) ?? [];
  const matchers = inBraces?.trim() ?? '';
  if (metric === '' && matchers === '') return undefined;
  for (let at = 0; at < matchers.length; at = matcher.lastIndex) {
    matcher.lastIndex = at;
    if (!matcher.test(matchers)) return undefined;
  }
  return { metric, matchers: matchers.replace(/\s*,$/, '') };
}
