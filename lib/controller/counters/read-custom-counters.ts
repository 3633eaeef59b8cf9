import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import type { ArmPods } from './arm-pods.js';
import { customSeries, type CustomSeries } from './custom-series.js';
import type { PrometheusAnswer, PrometheusSeries } from './prometheus-answer.js';
import { customQuery, everFoundQuery, type QueryScope } from './prometheus-queries.js';

/** Counters of the user's own, or why they cannot be told. */
export type CustomRead =
  | ({ readonly kind: 'read' } & CustomSeries)
  /** In a sentence. */
  | { readonly kind: 'lost'; readonly reason: string };

/** What reading them takes. */
export interface CustomOptions {
  readonly ask: (query: string) => Promise<PrometheusAnswer>;
  readonly pods: ArmPods;
  readonly scope: QueryScope;
  /** Selectors that have found something. Added to. */
  readonly found: Set<string>;
}

/** The user's selectors of one criterion. */
interface CustomCriterion {
  readonly name: string;
  /** Absent for a rate. */
  readonly total?: string;
  readonly bad: string;
}

/** Reads what criteria count by selectors of the user's own. A selector that has never found anything is a mistake, and no zero. */
export async function readCustomCounters(plan: RolloutPlan, options: CustomOptions): Promise<readonly CustomRead[]> {
  const criteria = plan.criteria.flatMap(({ name, measure }): readonly CustomCriterion[] => {
    if (measure.kind === 'counters') return [{ name, total: measure.total, bad: measure.bad }];
    return measure.kind === 'rate' ? [{ name, bad: measure.events }] : [];
  });
  return Promise.all(criteria.map((criterion) => readCriterion(criterion, options)));
}

async function readCriterion({ name, total, bad }: CustomCriterion, options: CustomOptions): Promise<CustomRead> {
  const selectors = total === undefined ? [bad] : [total, bad];
  const asked = await Promise.all(selectors.map((selector) => seriesOf(selector, options)));
  const problem = asked.find((each) => typeof each === 'string');
  if (problem !== undefined) return lost(name, problem);
  // None is a problem, as was just seen.
  const found = asked as readonly (readonly PrometheusSeries[])[];
  const [all, some] = total === undefined ? [undefined, found[0] ?? []] : [found[0] ?? [], found[1] ?? []];
  const counted = customSeries(options.pods, { criterion: name, total: all, bad: some });
  if (counted.series.length === 0)
    return lost(name, `nothing that Prometheus has read lately of the pods of either side matches ${total ?? bad}`);
  const missing = some.length === 0 ? await neverFound(bad, options) : undefined;
  if (missing !== undefined) return lost(name, missing);
  options.found.add(bad);
  return { kind: 'read', ...counted };
}

/** What a selector finds at the pods; as a text, why it cannot be asked. */
async function seriesOf(
  selector: string,
  { ask, pods, scope }: CustomOptions,
): Promise<readonly PrometheusSeries[] | string> {
  const query = customQuery(selector, pods, scope);
  if (query === undefined) return `${selector} is no selector of series, but for example a function of them`;
  const answer = await ask(query);
  return answer.kind === 'problem' ? `Prometheus ${answer.problem}` : answer.series;
}

/** Why a counter that no pod has now is none that counts nothing yet. */
async function neverFound(selector: string, { ask, found }: CustomOptions): Promise<string | undefined> {
  if (found.has(selector)) return undefined;
  const answer = await ask(everFoundQuery(selector));
  if (answer.kind === 'problem') return `Prometheus ${answer.problem}`;
  if (answer.series.length > 0) return undefined;
  return `nothing in Prometheus has ever matched ${selector}; a counter should be there, with 0, before the first event`;
}

function lost(criterion: string, why: string): CustomRead {
  return { kind: 'lost', reason: `criterion "${criterion}" cannot be told: ${why}` };
}
