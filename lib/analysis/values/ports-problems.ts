import { portProtocols, type Port } from '../../ir/port.js';
import { expectOneOf } from './expect-one-of.js';
import { expectPort } from './expect-port.js';
import type { ValueProblem } from './value-problem.js';

/**
 * Judges the numbers and protocols of ports.
 */
export function* portsProblems(ports: readonly Port[]): Generator<ValueProblem> {
  for (const { name, number, targetPort, protocol } of ports) {
    yield* expectPort(`port "${name}"`, number);
    if (targetPort !== number) yield* expectPort(`target of port "${name}"`, targetPort);
    yield* expectOneOf(`protocol of port "${name}"`, protocol, portProtocols);
  }
}
