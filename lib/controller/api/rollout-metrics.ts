import { Counter, Gauge, Registry as MetricsRegistry, collectDefaultMetrics } from 'prom-client';
import type { RolloutState } from '../../rollout/decide/rollout-state.js';
import { phases } from '../../rollout/decide/phase.js';
import type { CriterionReading, EvidenceReading } from '../../rollout/evidence/evidence-reading.js';
import type { Clock } from '../../util/clock.js';
import type { RolloutController } from '../rollout-controller.js';
import type { RolloutStatus } from '../rollout-status.js';

/** Figures of rollouts, for Prometheus. */
export interface RolloutMetrics {
  /** Writes all figures in Prometheus' text format. */
  readonly render: () => Promise<string>;
  /** Stops to count decisions. */
  readonly stop: () => void;
}

type Statuses = Pick<RolloutController, 'statuses' | 'statusOf' | 'watch'>;
type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

/** Makes the figures of a controller: of its rollouts as they are when they are asked for, and of decisions since it was made. */
export function createRolloutMetrics(controller: Statuses, clock: Clock): RolloutMetrics {
  const register = new MetricsRegistry();
  collectDefaultMetrics({ register });
  const gauge = (
    name: string,
    help: string,
    labels: string[],
    of: (status: RolloutStatus) => readonly Sample[],
  ): void => {
    new Gauge({
      name: `meshwright_rollout_${name}`,
      help,
      labelNames: ['rollout', ...labels],
      registers: [register],
      collect() {
        this.reset();
        for (const status of controller.statuses())
          for (const [own, value] of of(status)) this.set({ rollout: status.name, ...own }, value);
      },
    });
  };
  addStateGauges(gauge, clock);
  addWorldGauges(gauge);
  addEvidenceGauges(gauge);
  const stop = countDecisions(controller, register);
  return { render: () => register.metrics(), stop };
}

type AddGauge = (
  name: string,
  help: string,
  labels: string[],
  of: (status: RolloutStatus) => readonly Sample[],
) => void;

function addStateGauges(gauge: AddGauge, clock: Clock): void {
  const ofState = (name: string, help: string, value: (state: RolloutState) => number): void => {
    gauge(name, help, [], ({ state }) => (state === undefined ? [] : [[{}, value(state)]]));
  };
  gauge('phase', '1 for the phase in which the rollout is, 0 for the others.', ['phase'], ({ state }) =>
    state === undefined ? [] : phases.map((phase) => [{ phase }, state.phase === phase ? 1 : 0]),
  );
  ofState('weight_ratio', 'Share of requests for the canary that was asked for last.', ({ weight }) => weight);
  ofState('mirror_ratio', 'Share of requests that are copied to the canary.', ({ mirror }) => mirror);
  ofState('epoch', 'Number of the weight that was asked for last.', ({ epoch }) => epoch);
  ofState('attempt', 'Times that this revision was tried.', ({ attempt }) => attempt);
  ofState('spent_seconds', 'Time of the budget that is used up.', ({ budgetMs }) => budgetMs / 1000);
  ofState('budget_seconds', 'Time in which the rollout is to be decided.', ({ plan }) => plan.timing.budgetMs / 1000);
  ofState(
    'last_turn_age_seconds',
    'Time since the controller has looked at the rollout last.',
    ({ at }) => (clock.now() - at) / 1000,
  );
}

function addWorldGauges(gauge: AddGauge): void {
  gauge(
    'stuck',
    '1 where nothing can be decided, for example because the store does not answer.',
    [],
    ({ problem }) => [[{}, problem === undefined ? 0 : 1]],
  );
  gauge('proxies', 'Proxies that carry the route, and those of them that hold the weight.', ['standing'], (status) => {
    const { proxies } = status;
    if (proxies.kind !== 'pending' && proxies.kind !== 'accepted') return [];
    const accepted = proxies.kind === 'accepted' ? proxies.carrying : proxies.accepted;
    return [
      [{ standing: 'carrying' }, proxies.carrying],
      [{ standing: 'accepted' }, accepted],
    ];
  });
}

function addEvidenceGauges(gauge: AddGauge): void {
  const ofReading = (name: string, help: string, value: (reading: EvidenceReading) => number): void => {
    gauge(name, help, [], ({ reading }) => (reading === undefined ? [] : [[{}, value(reading)]]));
  };
  const ofCriteria = (name: string, help: string, value: (reading: CriterionReading) => number): void => {
    gauge(`criterion_${name}`, help, ['criterion'], ({ reading }) =>
      (reading?.criteria ?? []).map((criterion) => [{ criterion: criterion.name }, value(criterion)]),
    );
  };
  ofReading(
    'canary_requests',
    'Requests that the canary has answered in all windows.',
    ({ canaryRequests }) => canaryRequests,
  );
  ofReading('weight_ceiling_ratio', 'Highest weight that the evidence allows.', ({ weightCeiling }) => weightCeiling);
  ofCriteria('harm_evidence', 'Natural logarithm of the evidence of harm.', ({ logHarm }) => logHarm);
  ofCriteria('harm_threshold', 'From here on the evidence takes the canary back.', ({ logHarmBound }) => logHarmBound);
  ofCriteria(
    'proven_excess_ratio',
    'Excess of bad events that the canary is proven to stay below.',
    ({ provenExcess }) => provenExcess,
  );
  ofCriteria('proven', '1 where the canary is proven to be within the tolerance.', ({ isProven }) =>
    isProven ? 1 : 0,
  );
  ofCriteria('dispersion', 'By how much bad events come in clumps.', ({ dispersion }) => dispersion);
  gauge('criterion_events', 'Events that were counted.', ['criterion', 'arm', 'kind'], ({ reading }) =>
    (reading?.criteria ?? []).flatMap(({ name, canary, stable }) =>
      Object.entries({ canary, stable }).flatMap(([arm, { total, bad }]): Sample[] => [
        [{ criterion: name, arm, kind: 'all' }, total],
        [{ criterion: name, arm, kind: 'bad' }, bad],
      ]),
    ),
  );
}

/** Decisions of before are somebody else's to have counted. */
function countDecisions(controller: Statuses, register: MetricsRegistry): () => void {
  const decisions = new Counter({
    name: 'meshwright_rollout_decisions_total',
    help: 'Decisions that changed something, by their reason.',
    labelNames: ['rollout', 'code'],
    registers: [register],
  });
  const newest = new Map(controller.statuses().map(({ name, log }) => [name, log.at(-1)?.number ?? 0]));
  return controller.watch((name) => {
    const last = newest.get(name) ?? 0;
    const fresh = (controller.statusOf(name)?.log ?? []).filter(({ number }) => number > last);
    for (const { code, number } of fresh) {
      decisions.inc({ rollout: name, code });
      newest.set(name, number);
    }
  });
}
