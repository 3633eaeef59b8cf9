import type { Duration } from 'cdk8s';
import type { Objectives } from '../lib/ir/objectives.js';
import { lowerDuration } from './internal/lower-duration.js';

/**
 * What a rule of a gateway is meant to achieve. Nothing that runs depends on it; checks say when it cannot be met with the
 * service times, payloads and replicas that the mesh declares.
 */
export interface ObjectivesProps {
  /** Mean number of requests a second that the rule takes; more than 0. */
  readonly requestsPerSecond: number;
  /** Longest mean time from the gateway to the answer. @default - none is asked for */
  readonly meanLatency?: Duration;
  /** Longest time that 99 of 100 requests may take. @default - none is asked for */
  readonly p99Latency?: Duration;
}

/** Reads what a rule is meant to achieve. */
export function lowerObjectives(props: ObjectivesProps | undefined): { objectives?: Objectives } {
  if (props === undefined) return {};
  const { requestsPerSecond, meanLatency, p99Latency } = props;
  return {
    objectives: {
      requestsPerSecond,
      ...(meanLatency === undefined ? {} : { meanLatencyMs: lowerDuration(meanLatency) }),
      ...(p99Latency === undefined ? {} : { p99LatencyMs: lowerDuration(p99Latency) }),
    },
  };
}
