import { type Fetch, httpText } from './http-text.js';
import { prometheusAnswer, type PrometheusAnswer } from './prometheus-answer.js';

/** Where a Prometheus is, or something that answers its queries, and how it is asked. */
export interface PrometheusServer {
  /** Without the API's own path, for example `http://prometheus:9090`. */
  readonly url: string;
  /** Sent with each query, for example `authorization`. @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default - the platform's */
  readonly fetch?: Fetch;
}

/** Asks for what a query gives now. Prometheus: `POST /api/v1/query`. Never rejects. */
export async function queryPrometheus(
  { url, headers, fetch }: PrometheusServer,
  query: string,
  signal: AbortSignal,
): Promise<PrometheusAnswer> {
  const answer = await httpText({
    url: `${url.replace(/\/+$/, '')}/api/v1/query`,
    form: { query },
    signal,
    ...(headers === undefined ? {} : { headers }),
    ...(fetch === undefined ? {} : { fetch }),
  });
  return answer.kind === 'problem' ? answer : prometheusAnswer(answer.text);
}
