export type { CallLoadProps } from './call-load.js';
export { call, type CalleeReference, type CallOptions, type CallSpec } from './call.js';
export { ExternalService, type ExternalServiceProps, type ExternalTlsProps } from './external-service.js';
export { Gateway, type GatewayProps } from './gateway.js';
export type { MeshElement } from './internal/mesh-element.js';
export type { ControlPlaneProps, KubernetesProps, RolloutControllerProps } from './kubernetes.js';
export { allOf } from './match/all-of.js';
export { anyOf } from './match/any-of.js';
export type { Condition } from './match/condition.js';
export { header, type HeaderConditions } from './match/header.js';
export { method } from './match/method.js';
export { path } from './match/path.js';
export { query, type QueryConditions } from './match/query.js';
export { Mesh, type MeshProps } from './mesh.js';
export type { ObjectivesProps } from './objectives.js';
export type { PerformanceProps } from './performance.js';
export type { CircuitBreakerProps, WithCircuitBreaker } from './policies/circuit-breaker.js';
export type { DestinationPolicyProps } from './policies/destination-policies.js';
export type { FaultProps } from './policies/fault.js';
export { HashKey, LoadBalancing, type WithLoadBalancing } from './policies/load-balancing.js';
export type { OutlierDetectionProps, WithOutlierDetection } from './policies/outlier-detection.js';
export type { RetriesProps, WithRetries } from './policies/retries.js';
export type { RouteTimeoutProps, TimeoutProps } from './policies/timeout.js';
export type { PortProps, PortsInput } from './ports.js';
export type { ExternalServiceReference, PortReference, ServiceReference, VersionReference } from './references.js';
export type {
  EntryPointProps,
  ForwardRuleProps,
  GatewayRouteProps,
  GatewayTarget,
  HeaderOperationsProps,
  HttpRuleProps,
  PathRewriteProps,
  RedirectProps,
  RedirectRuleProps,
  RewriteProps,
  ServiceRouteProps,
  SuppressProps,
  TcpRuleProps,
} from './route.js';
export {
  Rollout,
  type RolloutHoursProps,
  type RolloutProcedureProps,
  type RolloutProps,
  type RolloutTrafficProps,
} from './rollout.js';
export type {
  ArmsProps,
  ConfigurationProps,
  PolicyChangeProps,
  RolloutSubjectProps,
} from './rollouts/rollout-subject.js';
export { abTest } from './rollouts/ab-test.js';
export { blueGreen } from './rollouts/blue-green.js';
export type { CriterionOptions, CriterionSpec, ToleranceProps } from './rollouts/criterion-props.js';
export { customRatio, type CustomRatioProps } from './rollouts/custom-ratio.js';
export { deniedRatio } from './rollouts/denied-ratio.js';
export { errorRatio } from './rollouts/error-ratio.js';
export { eventRate } from './rollouts/event-rate.js';
export { latencyOver } from './rollouts/latency-over.js';
export { mirrored, type MirroredProps } from './rollouts/mirrored.js';
export { paced, type PacedProps } from './rollouts/paced.js';
export type { RolloutTimingProps } from './rollouts/rollout-timing.js';
export { saturation, type SaturationProps } from './rollouts/saturation.js';
export { steps, type StepProps } from './rollouts/steps.js';
export { Service, type ServiceProps } from './service.js';
export { split, type DestinationSplit, type SplitOf, type SplitTarget, type VersionSplit } from './split.js';
export type { TransferProps } from './transfer.js';
export { gigabitsPerSecond } from './values/gigabits-per-second.js';
export { kibibytes } from './values/kibibytes.js';
export { mebibytes } from './values/mebibytes.js';
export { megabitsPerSecond, type Bandwidth } from './values/megabits-per-second.js';
export { milliseconds } from './values/milliseconds.js';
export { minutes } from './values/minutes.js';
export { seconds } from './values/seconds.js';
export type { EnvInput, LocalProps, ProbeProps, ResourcesProps, VersionProps } from './version.js';
export type { Diagnostic, RelatedOrigin, Severity, SuppressionNote } from '../lib/diagnostics/diagnostic.js';
export type { Origin, SourceLocation } from '../lib/diagnostics/origin.js';
export type { SuppressibleCode } from '../lib/diagnostics/suppressible-code.js';
export type { ExternalEndpoint } from '../lib/ir/external-service.js';
export type { RetryCondition } from '../lib/ir/policies/retries.js';
export type { PortProtocol } from '../lib/ir/port.js';
export type { Criterion, Measure, Tolerance } from '../lib/ir/rollout/criterion.js';
export type { Step, Strategy } from '../lib/ir/rollout/strategy.js';
