import type { RequestStep } from '../simulate/network/request-step.js';

/** Everything that the simulator does not know of a request's way, each once: `proxy of web: filter "wasm"`. */
export function unknownOfStep({ proxy, unknown, branches }: RequestStep): readonly string[] {
  const own = unknown.map((each) => `proxy of ${proxy}: ${each}`);
  const further = branches.flatMap(({ end }) => (end.kind === 'proxy' ? unknownOfStep(end.step) : []));
  return [...new Set([...own, ...further])];
}
