import type { DiagnosticDetails } from '../../diagnostics/create-diagnostic.js';
import { envName } from '../../ir/env-name.js';
import { mainPort } from '../../ir/main-port.js';
import type { Call, Service } from '../../ir/service.js';
import { defineCheck } from '../define-check.js';
import type { MeshIndex } from '../mesh-index.js';

/** A variable that tells a workload of a callee, and what it tells, in words. */
interface CalleeVariable {
  readonly name: string;
  readonly words: string;
  readonly call: Call;
}

/**
 * Finds two callees of one service that the workload would know by the same environment variable, of which one is lost.
 */
export const calleeVariableCollision = defineCheck('callee-variable-collision', function* ({ ir, index }) {
  for (const service of ir.services) yield* findIn(service, index);
});

function* findIn(service: Service, index: MeshIndex): Generator<DiagnosticDetails> {
  const firstByName = new Map<string, CalleeVariable>();
  for (const variable of service.calls.flatMap((call) => variablesOf(call, index))) {
    const first = firstByName.get(variable.name);
    if (first === undefined) firstByName.set(variable.name, variable);
    else if (first.call.callee.name !== variable.call.callee.name) {
      yield {
        message: `${first.words} and ${variable.words} both come to "${service.name}" as the variable ${variable.name}, and only one of them fits`,
        origin: variable.call.origin,
        hint: 'rename the port or one of the services, or give the variable yourself in "env"',
      };
    }
  }
}

function variablesOf(call: Call, { services, externalServices }: MeshIndex): CalleeVariable[] {
  const { kind, name } = call.callee;
  const ports = (kind === 'service' ? services : externalServices).get(name)?.ports ?? [];
  const byPort = ports.map((port) => ({
    name: envName(name, port.name, 'url'),
    words: `port "${port.name}" of "${name}"`,
    call,
  }));
  return mainPort(ports) === undefined ? byPort : [{ name: envName(name, 'url'), words: `"${name}"`, call }, ...byPort];
}
