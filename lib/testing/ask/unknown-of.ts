import type { RequestStep } from '../../simulate/network/request-step.js';

/** Everything that the simulator does not know of a request's way, each once: `proxy of web: filter "wasm"`. */
export function unknownOf(step: RequestStep): readonly string[] {
  const own = step.unknown.map((each) => `proxy of ${step.proxy}: ${each}`);
  const further = step.branches.flatMap(({ end }) => (end.kind === 'proxy' ? unknownOf(end.step) : []));
  return [...new Set([...own, ...further])];
}
