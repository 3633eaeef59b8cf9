/** One line of what a program tells Prometheus. */
export interface ExposedSample {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const sampleLine = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?$/s;
// Sticky, so that nothing between labels is skipped.
const label = /\s*([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"\s*(?:,|$)/sy;
const escapes: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };

/** Reads Prometheus' text format, version 0.0.4. Undefined where a text is something else, for example a page for people. */
export function prometheusText(text: string): readonly ExposedSample[] | undefined {
  const samples: ExposedSample[] = [];
  for (const line of text.split('\n')) {
    const bare = line.trim();
    if (bare === '' || bare.startsWith('#')) continue;
    const [, metric, inBraces, value] = sampleLine.exec(bare) ?? [];
    const labels = labelsOf(inBraces ?? '');
    if (metric === undefined || value === undefined || labels === undefined) return undefined;
    samples.push({ metric, labels, value: numberOf(value) });
  }
  return samples;
}

function labelsOf(text: string): Readonly<Record<string, string>> | undefined {
  const labels: [string, string][] = [];
  let at = 0;
  while (at < text.length) {
    label.lastIndex = at;
    const [whole, name, value] = label.exec(text) ?? [];
    if (whole === undefined || name === undefined || value === undefined) return undefined;
    labels.push([name, value.replaceAll(/\\(.)/gs, (_, character: string) => escapes[character] ?? character)]);
    at += whole.length;
  }
  return Object.fromEntries(labels);
}

/** Numbers as Go writes them. */
function numberOf(text: string): number {
  const infinite = /^([+-]?)inf$/i.exec(text);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  return Number(text);
}
