import { App, Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Diagnostic } from '../lib/diagnostics/diagnostic.js';
import type { MaintenanceWindow, Rollout as RolloutIr } from '../lib/ir/rollout/rollout.js';
import type { Strategy } from '../lib/ir/rollout/strategy.js';
import { rolloutManifestSlots } from '../lib/targets/kubernetes/manifest-slots.js';
import { sortBy } from '../lib/util/sort-by.js';
import { lowerDuration } from './internal/lower-duration.js';
import { reportForeign } from './internal/lower-destinations.js';
import { addManifests } from './internal/manifest-object.js';
import { MeshElement } from './internal/mesh-element.js';
import type { DeclaredMesh } from './internal/lower-mesh.js';
import { meshOf } from './internal/mesh-of.js';
import type { Mesh } from './mesh.js';
import type { ServiceReference } from './references.js';
import type { CriterionSpec } from './rollouts/criterion-props.js';
import { lowerConfiguration } from './rollouts/lower-configuration.js';
import { lowerRolloutSubject, servicesOfSubject, type RolloutSubjectProps } from './rollouts/rollout-subject.js';
import { lowerRolloutTiming, type RolloutTimingProps } from './rollouts/rollout-timing.js';

/** How a rollout goes, whatever it rolls out. */
export interface RolloutProcedureProps {
  /** How callers come to the canary. Made by `paced`, `steps`, `blueGreen`, `abTest` or `mirrored`. */
  readonly strategy: Strategy;
  /** What must not get worse. Empty: only people can promote. */
  readonly criteria: readonly CriterionSpec[];
  /** Keeps a user on the side that the first answer came from, by a cookie. @default - each request is drawn anew */
  readonly affinity?: { readonly cookie: string; readonly ttl?: Duration };
  /**
   * Chance, in percent, of rolling back a canary that does no harm beyond what is tolerated, over all criteria and however often one looks.
   *
   * @default 1
   */
  readonly falseRollback?: number;
  /** Chance, in percent, of promoting what is worse than a gate tolerates. @default 5 */
  readonly falsePromotion?: number;
  /** Most excess of bad events that the canary may cause, in percent of all requests of the service. @default 0.25 */
  readonly harmBudget?: number;
  /** Requests that the canary must have answered before it can be promoted. @default 100 */
  readonly leastRequests?: number;
  /** What happens when the budget of time ends and neither harm nor safety is proven. @default 'hold' */
  readonly whenUndecided?: 'hold' | 'promote' | 'roll-back';
  /** When somebody has to say yes. @default - never */
  readonly approval?: { readonly beforeStart?: boolean; readonly beforePromotion?: boolean };
  /** When it may start and weights may rise; going back is always allowed. @default - always */
  readonly hours?: readonly RolloutHoursProps[];
  /** Waits and their ends. @default - see each */
  readonly timing?: RolloutTimingProps;
  /** What the service gets, so that the compiler can tell what the criteria can find. @default - it is not judged */
  readonly traffic?: RolloutTrafficProps;
}

/** Hours of the week, UTC. */
export interface RolloutHoursProps {
  /** 0 is Sunday. @default - every day */
  readonly days?: readonly number[];
  /** `HH:MM`, UTC. */
  readonly from: string;
  /** `HH:MM`, UTC; less than `from`: on the next day. */
  readonly to: string;
}

/** What the service gets when all is well. */
export interface RolloutTrafficProps {
  /** Mean; more than 0. */
  readonly requestsPerSecond: number;
  /** Bad events in percent. @default 0.2 */
  readonly bad?: number;
  /** How many bad events come together, on average. @default 1 */
  readonly clump?: number;
}

/** A rollout of a version, of several as one release, of policies, or of another configuration of the mesh. */
export type RolloutProps<
  Of extends ServiceReference,
  Others extends readonly ServiceReference[],
> = RolloutProcedureProps & RolloutSubjectProps<Of, Others>;

/**
 * Takes another version of a service, other policies for it, or another configuration of the mesh to callers bit by bit, watches what it
 * does to them, and takes it back when it does harm. Until it starts, and after it was taken back, the canary gets nothing; rules that name the canary by its version send
 * there all the time. Policies and configurations go by `paced`, `steps` or `blueGreen`, and without affinity.
 *
 * @example
 * new Rollout(mesh, 'reviews-v2', {
 *   of: reviews,
 *   from: 'v1',
 *   to: 'v2',
 *   strategy: paced({ first: 1, most: 50 }),
 *   criteria: [errorRatio({ margin: 0.5 }), latencyOver(Duration.millis(250))],
 * });
 */
export class Rollout<
  const Of extends ServiceReference = ServiceReference,
  const Others extends readonly ServiceReference[] = readonly ServiceReference[],
> extends MeshElement {
  /** Tells the elements of a mesh apart. */
  readonly kind = 'rollout';
  /** The name that commands and diagnostics use. */
  readonly name: string;

  private readonly props: RolloutProps<Of, Others>;
  private candidate: Mesh | undefined;

  /**
   * @param scope the mesh, or a construct in it
   * @param id name of the rollout: a DNS label, unique in the mesh
   */
  constructor(scope: Construct, id: string, props: RolloutProps<Of, Others>) {
    super(scope, id);
    this.name = id;
    this.props = props;
    if (meshOf(this).addController()) addManifests(this, `rollout/${id}`, rolloutManifestSlots(id));
  }

  /**
   * Reads the rollout as declared.
   *
   * @internal
   */
  lower(mesh: DeclaredMesh, diagnostics: Diagnostic[]): RolloutIr {
    const { props, origin } = this;
    const { approval = {} } = props;
    for (const service of servicesOfSubject(props)) reportForeign(service, { mesh: meshOf(this), origin, diagnostics });
    const whole = props.criteria.reduce((sum, { weight }) => sum + weight, 0);
    return {
      name: this.name,
      origin,
      subject: this.lowerSubject(mesh, diagnostics),
      strategy: props.strategy,
      criteria: sortBy(
        props.criteria.map(({ weight, ...criterion }) => ({ ...criterion, origin, errorShare: weight / whole })),
        ({ name }) => name,
      ),
      falseRollback: (props.falseRollback ?? 1) / 100,
      falsePromotion: (props.falsePromotion ?? 5) / 100,
      harmBudget: (props.harmBudget ?? 0.25) / 100,
      leastRequests: props.leastRequests ?? 100,
      whenUndecided: props.whenUndecided ?? 'hold',
      timing: lowerRolloutTiming(props.timing),
      gates: {
        beforeStart: approval.beforeStart ?? false,
        beforePromotion: approval.beforePromotion ?? false,
      },
      windows: (props.hours ?? []).map(lowerHours),
      ...lowerAffinity(props.affinity),
      ...lowerTraffic(props.traffic),
    };
  }

  private lowerSubject(mesh: DeclaredMesh, diagnostics: Diagnostic[]): RolloutIr['subject'] {
    const { props, origin, name } = this;
    if (props.configuration === undefined) return lowerRolloutSubject(props, origin);
    // An app of its own: the candidate is compiled with the mesh and not beside it.
    this.candidate ??= props.configuration(new App());
    return lowerConfiguration(this.candidate, { rollout: name, origin, mesh, diagnostics });
  }
}

function lowerAffinity(affinity: RolloutProcedureProps['affinity']): Pick<RolloutIr, 'affinity'> {
  if (affinity === undefined) return {};
  const { cookie, ttl = Duration.hours(24) } = affinity;
  return { affinity: { cookie, ttlMs: lowerDuration(ttl) } };
}

function lowerTraffic(traffic: RolloutTrafficProps | undefined): Pick<RolloutIr, 'traffic'> {
  if (traffic === undefined) return {};
  const { requestsPerSecond, bad = 0.2, clump = 1 } = traffic;
  return { traffic: { requestsPerSecond, badShare: bad / 100, clump } };
}

const everyDay = [0, 1, 2, 3, 4, 5, 6];

function lowerHours({ days = everyDay, from, to }: RolloutHoursProps): MaintenanceWindow {
  return { days: [...days].sort(), fromMinute: minuteOf(from), toMinute: minuteOf(to) };
}

/** NaN where it is no time of day; a check says so. */
function minuteOf(text: string): number {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  return Number(hour) * 60 + Number(minute);
}
