import type { Refusal } from '../control-plane/proxy-state.js';
import { createDiagnostic } from '../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { WantedInstance } from './plan/wanted-instance.js';

/**
 * Tells of an Envoy that did not take a change, which the checks before it should have made impossible; at the line of the program
 * that it stems from, where that is known. Reports `workload-failed`.
 */
export function configRefusal(
  { name, proxy }: WantedInstance,
  { names, message, origins: [origin] }: Pick<Refusal, 'names' | 'message' | 'origins'>,
): Diagnostic {
  return createDiagnostic('workload-failed', {
    message: `the Envoy of "${name}" did not take a changed ${names.join(', ')}, and goes on with what it had: ${message}`,
    origin: origin ?? (proxy.kind === 'gateway' ? proxy.gateway.origin : proxy.service.origin),
    hint: 'look into its log, and please report it: Meshwright should have refused the program',
  });
}
