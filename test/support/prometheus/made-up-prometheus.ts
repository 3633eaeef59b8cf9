import type { Fetch } from '../../../lib/controller/counters/http-text.js';
import type { PrometheusSeries } from '../../../lib/controller/counters/prometheus-answer.js';

/** What a made-up Prometheus knows; a test changes it from read to read. */
export interface MadeUpPrometheus {
  /** Its clock, ms. */
  nowMs: number;
  /** What it answers to queries that contain a text; the first one counts, and what nothing is said of finds nothing. */
  answers: readonly (readonly [contains: string, series: readonly PrometheusSeries[]])[];
  /** Queries that it was asked, in order. */
  readonly asked: string[];
  /** Happens while an answer to the question for the time is on its way. */
  onTheWay: () => Promise<void>;
  readonly fetch: Fetch;
}

/** Makes a Prometheus whose data a test writes down. */
export function madeUpPrometheus(nowMs: number): MadeUpPrometheus {
  const world: MadeUpPrometheus = {
    nowMs,
    answers: [],
    asked: [],
    onTheWay: () => Promise.resolve(),
    fetch: async (_url, { body }) => {
      const query = (body as URLSearchParams).get('query') ?? '';
      world.asked.push(query);
      const answer = JSON.stringify({ status: 'success', data: dataOf(world, query) });
      if (query === 'time()') await world.onTheWay();
      return new Response(answer);
    },
  };
  return world;
}

function dataOf({ nowMs, answers }: MadeUpPrometheus, query: string): unknown {
  if (query === 'time()') return { resultType: 'scalar', result: [nowMs / 1000, String(nowMs / 1000)] };
  const [, series = []] = answers.find(([contains]) => query.includes(contains)) ?? [];
  const result = series.map(({ labels, samples }) => ({
    metric: labels,
    values: samples.map(([atMs, value]) => [atMs / 1000, String(value)]),
  }));
  return { resultType: 'matrix', result };
}
