/** A series with some of its samples, oldest first. */
export interface PrometheusSeries {
  /** Its name is among them, as `__name__`. */
  readonly labels: Readonly<Record<string, string>>;
  /** Prometheus' time, ms since the epoch of Unix, and what was read then; at least one. */
  readonly samples: readonly (readonly [atMs: number, value: number])[];
}

/** What Prometheus says to an instant query. */
export type PrometheusAnswer =
  | { readonly kind: 'series'; readonly series: readonly PrometheusSeries[] }
  /** In words that go on after "Prometheus". */
  | { readonly kind: 'problem'; readonly problem: string };

/** Reads the answer to an instant query; a scalar is a series without labels. */
export function prometheusAnswer(text: string): PrometheusAnswer {
  const answer = parsed(text);
  if (!isObject(answer)) return problem('answers with something else than JSON of its API');
  if (answer['status'] !== 'success')
    return problem(`says ${typeof answer['error'] === 'string' ? answer['error'] : 'neither success nor error'}`);
  if (Array.isArray(answer['warnings']) && answer['warnings'].length > 0)
    return problem(`answers in part only: ${String(answer['warnings'][0])}`);
  const { data } = answer;
  const series = isObject(data) ? seriesOf(data) : undefined;
  return series === undefined ? problem('answers with something else than series') : { kind: 'series', series };
}

function seriesOf({ resultType, result }: Readonly<Record<string, unknown>>): readonly PrometheusSeries[] | undefined {
  if (resultType === 'scalar') {
    const sample = sampleOf(result);
    return sample === undefined ? undefined : [{ labels: {}, samples: [sample] }];
  }
  if ((resultType !== 'matrix' && resultType !== 'vector') || !Array.isArray(result)) return undefined;
  const all: PrometheusSeries[] = [];
  for (const each of result as readonly unknown[]) {
    if (!isObject(each) || !isObject(each['metric'])) return undefined;
    const { metric } = each;
    const values: unknown = resultType === 'matrix' ? each['values'] : [each['value']];
    if (!Array.isArray(values) || values.length === 0) return undefined;
    const samples = values.map(sampleOf).filter((sample) => sample !== undefined);
    const isText = Object.values(metric).every((value) => typeof value === 'string');
    if (samples.length < values.length || !isText) return undefined;
    // All values are texts, as was just seen.
    all.push({ labels: metric as Readonly<Record<string, string>>, samples });
  }
  return all;
}

function sampleOf(value: unknown): readonly [number, number] | undefined {
  if (!Array.isArray(value)) return undefined;
  const [seconds, number] = value as readonly unknown[];
  if (typeof seconds !== 'number' || typeof number !== 'string') return undefined;
  return [Math.round(seconds * 1000), numberOf(number)];
}

/** Numbers as Go writes them; an empty text is none. */
function numberOf(text: string): number {
  if (/^[+-]?Inf$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return text === '' ? NaN : Number(text);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A page for people, or half an answer: the caller hears that it is none.
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function problem(text: string): PrometheusAnswer {
  return { kind: 'problem', problem: text };
}
