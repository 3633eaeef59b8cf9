import type { Duration } from 'cdk8s';
import type { TimeoutPolicy } from '../../lib/ir/policies/timeout.js';
import type { Origin } from '../../lib/diagnostics/origin.js';
import { lowerDuration } from '../internal/lower-duration.js';

/** How long a caller waits, as a route may say. */
export interface RouteTimeoutProps {
  /**
   * Longest time for a whole request, retries included. `'none'` waits for ever.
   *
   * @default - the service's, then the mesh's; without any 15 seconds, and none on gRPC ports, whose streams may last
   */
  readonly timeout?: Duration | 'none';
  /**
   * Longest silence on a request or stream.
   *
   * @default - the service's, then the mesh's; without any 5 minutes
   */
  readonly idleTimeout?: Duration | 'none';
}

/** How long a caller waits, as a mesh, service or call may say. */
export interface TimeoutProps extends RouteTimeoutProps {
  /**
   * Longest time to set up a TCP connection.
   *
   * @default - the next wider scope's; without any 5 seconds
   */
  readonly connectTimeout?: Duration;
}

/** Lowers timeouts; nothing when none is given. */
export function lowerTimeout(props: TimeoutProps, origin: Origin): { timeout?: TimeoutPolicy } {
  if (props.timeout === undefined && props.idleTimeout === undefined && props.connectTimeout === undefined) return {};
  return {
    timeout: {
      origin,
      ...(props.timeout === undefined ? {} : { requestMs: milliseconds(props.timeout) }),
      ...(props.idleTimeout === undefined ? {} : { idleMs: milliseconds(props.idleTimeout) }),
      ...(props.connectTimeout === undefined ? {} : { connectMs: lowerDuration(props.connectTimeout) }),
    },
  };
}

function milliseconds(value: Duration | 'none'): number | 'none' {
  return value === 'none' ? 'none' : lowerDuration(value);
}
