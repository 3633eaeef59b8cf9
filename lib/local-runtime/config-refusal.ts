import { createDiagnostic } from '../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { WantedInstance } from './plan/wanted-instance.js';

/** Tells of an Envoy that did not take a file, which the checks before it should have made impossible. Reports `workload-failed`. */
export function configRefusal({ name, proxy }: WantedInstance, file: string): Diagnostic {
  return createDiagnostic('workload-failed', {
    message: `the Envoy of "${name}" did not take a changed ${file}, and goes on with what it had`,
    origin: proxy.kind === 'gateway' ? proxy.gateway.origin : proxy.service.origin,
    hint: 'look into its log, and please report it: Meshwright should have refused the program',
  });
}
