import type { Call } from '../../ir/service.js';
import { defineCheck } from '../define-check.js';

/**
 * Finds calls that one service declares twice.
 */
export const duplicateCall = defineCheck('duplicate-call', function* ({ ir }) {
  for (const service of ir.services) {
    if (new Set(service.calls.map(({ callee }) => callee.name)).size === service.calls.length) continue;
    const firstByCallee = new Map<string, Call>();
    for (const call of service.calls) {
      const key = `${call.callee.kind}/${call.callee.name}`;
      const first = firstByCallee.get(key);
      if (first === undefined) {
        firstByCallee.set(key, call);
        continue;
      }
      yield {
        message: `service "${service.name}" declares its call to "${call.callee.name}" twice`,
        origin: call.origin,
        related: [{ message: 'the call is first declared', origin: first.origin }],
        hint: 'keep one, with all that it decides',
      };
    }
  }
});
