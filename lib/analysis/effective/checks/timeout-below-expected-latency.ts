import type { DiagnosticDetails } from '../../../diagnostics/create-diagnostic.js';
import type { Origin } from '../../../diagnostics/origin.js';
import type { LatencyModel } from '../../latency/latency-model.js';
import type { Mix } from '../../latency/load-network.js';
import { meanLatencies } from '../../latency/mean-latencies.js';
import { showAmount } from '../../latency/words/show-amount.js';
import { defineEffectiveCheck } from '../define-effective-check.js';

/** Who waits for whom. */
interface Wait {
  /** As the subject of a sentence. */
  readonly caller: string;
  readonly callee: string;
  readonly origin: Origin;
  readonly transferMs: number;
  readonly mixes: readonly Mix[];
}

/**
 * Finds timeouts that end most requests, because the answer takes longer than that on average. Each timeout is told once,
 * for the slowest callee that it holds for.
 */
export const timeoutBelowExpectedLatency = defineEffectiveCheck(
  'timeout-below-expected-latency',
  function* ({ latency }) {
    const model = latency();
    const { loads } = model.latencies.least;
    // A callee that gives up on others answers sooner: what its own timeouts cut off is told there.
    const latencies = meanLatencies(model.network, loads, { bound: 'least', patience: 'timeouts' });
    const found = new Map<string, { readonly ms: number; readonly details: DiagnosticDetails }>();
    for (const wait of waitsOf(model)) {
      if (model.circular.reachedBy(wait.mixes) !== undefined) continue;
      for (const mix of wait.mixes) {
        const ms = latencies.ofMix(mix, wait.transferMs);
        // What is overloaded never answers, which other checks report.
        if (mix.timeout === undefined || ms <= mix.timeout.ms || ms === Infinity) continue;
        const { timeout } = mix;
        const origin = timeout.origin.kind === 'default' ? wait.origin : timeout.origin;
        const key = JSON.stringify([origin, timeout.ms]);
        if ((found.get(key)?.ms ?? 0) >= ms) continue;
        found.set(key, { ms, details: tell(wait, { ms, timeoutMs: timeout.ms, origin }) });
      }
    }
    for (const { details } of found.values()) yield details;
  },
);

function tell(
  { caller, callee, origin: callOrigin }: Wait,
  { ms, timeoutMs, origin }: { readonly ms: number; readonly timeoutMs: number; readonly origin: Origin },
): DiagnosticDetails {
  return {
    message: `${caller} waits ${showAmount(timeoutMs)} ms for "${callee}", which takes at least ${showAmount(ms)} ms on average`,
    origin,
    related: origin === callOrigin ? [] : [{ message: 'the call is made here', origin: callOrigin }],
    hint: 'give it several times the mean: many answers take longer than that',
  };
}

function* waitsOf({ network }: LatencyModel): Generator<Wait> {
  for (const calls of network.callsByService.values()) {
    for (const call of calls) {
      if (call.requestsPerRequest > 0) yield { ...call, caller: `service "${call.caller}"` };
    }
  }
  for (const entry of network.entryPoints) {
    const callee = entry.mixes.flatMap(({ shares }) => shares)[0]?.station.service ?? '';
    yield { ...entry, caller: `gateway "${entry.gateway}"`, callee };
  }
}
