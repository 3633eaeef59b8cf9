/** How the registry itself asks an instance for its health. All times in ms. */
export interface HealthCheck {
  readonly kind: 'http' | 'tcp' | 'grpc';
  /** Name of the instance's port that is asked. */
  readonly port: string;
  /** Of `http` only: what is asked for; 2xx is healthy. @default '/' */
  readonly path?: string;
  /** Of `grpc` only: the name in `grpc.health.v1.HealthCheckRequest`. @default '' */
  readonly service?: string;
  /** 100 to 3,600,000. @default 5000 */
  readonly intervalMs?: number;
  /** 10 to `intervalMs`. @default 2000 */
  readonly timeoutMs?: number;
  /** Good answers in a row that make an unhealthy instance healthy; 1 to 10. @default 2 */
  readonly healthyThreshold?: number;
  /** Bad answers in a row that make a healthy instance unhealthy; 1 to 10. @default 3 */
  readonly unhealthyThreshold?: number;
}
