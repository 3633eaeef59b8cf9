import type { Clock } from '../../util/clock.js';
import type { HealthCheck } from '../model/health-check.js';
import { probeGrpc } from './probe-grpc.js';
import { probeHttp } from './probe-http.js';
import { probeTcp } from './probe-tcp.js';

/** What is asked, and where. */
export interface ProbeTarget {
  readonly address: string;
  readonly port: number;
  readonly check: HealthCheck;
}

/** A question under way. */
export interface Asking {
  /** Whether the answer was good. Never rejects. */
  readonly answer: Promise<boolean>;
  /** Ends the question; the answer is then bad. */
  readonly stop: () => void;
}

const asked = { http: probeHttp, tcp: probeTcp, grpc: probeGrpc } as const satisfies Record<
  HealthCheck['kind'],
  (target: ProbeTarget) => Asking
>;

/** Asks one instance for its health. False also when there is no answer in time. Never rejects. */
export async function probe(target: ProbeTarget, clock: Clock): Promise<boolean> {
  const { answer, stop } = asked[target.check.kind](target);
  const endTimer = clock.after(target.check.timeoutMs ?? 2000, stop);
  try {
    return await answer;
  } finally {
    endTimer();
  }
}
