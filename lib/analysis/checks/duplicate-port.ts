import type { Origin } from '../../diagnostics/origin.js';
import { defineCheck } from '../define-check.js';
import { isPortNumber } from '../syntax/is-port-number.js';

interface PortOwner {
  readonly words: string;
  readonly origin: Origin;
  readonly ports: readonly { readonly name: string; readonly number: number }[];
}

/**
 * Finds ports of one construct that have the same number.
 */
export const duplicatePort = defineCheck('duplicate-port', function* ({ ir }) {
  const owners: readonly PortOwner[] = [
    ...ir.services.map(({ name, origin, ports }) => ({ words: `service "${name}"`, origin, ports })),
    ...ir.externalServices.map(({ name, origin, ports }) => ({ words: `external service "${name}"`, origin, ports })),
    ...ir.gateways.map(({ name, origin, ports }) => ({ words: `gateway "${name}"`, origin, ports })),
  ];
  for (const { words, origin, ports } of owners) {
    const firstByNumber = new Map<number, string>();
    for (const { name, number } of ports) {
      const first = firstByNumber.get(number);
      if (first === undefined) firstByNumber.set(number, name);
      // A number that is none, given twice, is two values out of range and no conflict.
      else if (isPortNumber(number)) {
        const message = `ports "${first}" and "${name}" of ${words} both have number ${number}`;
        yield { message, origin, hint: 'give each port a number of its own' };
      }
    }
  }
});
