import type { Origin } from '../../diagnostics/origin.js';
import { portProtocols, type Port, type PortProtocol } from '../../ir/port.js';
import { defineCheck } from '../define-check.js';
import { listWords } from '../words/list-words.js';

/** What may be spoken on a port whose name begins with the word. */
const protocolsByWord: ReadonlyMap<string, readonly PortProtocol[]> = new Map<string, readonly PortProtocol[]>([
  ['http', ['http', 'http2', 'grpc']],
  ['http2', ['http2', 'grpc']],
  ['grpc', ['grpc', 'http2']],
  ['tcp', ['tcp']],
]);

/**
 * Finds ports whose name begins with a protocol that is not spoken there.
 */
export const portNameMisleads = defineCheck('port-name-misleads', function* ({ ir }) {
  const owners: readonly { readonly words: string; readonly origin: Origin; readonly ports: readonly Port[] }[] = [
    ...ir.services.map(({ name, origin, ports }) => ({ words: `service "${name}"`, origin, ports })),
    ...ir.externalServices.map(({ name, origin, ports }) => ({ words: `external service "${name}"`, origin, ports })),
  ];
  for (const { words, origin, ports } of owners) {
    for (const { name, protocol } of ports) {
      const [word = ''] = name.split('-');
      const fitting = protocolsByWord.get(word);
      // A protocol that there is not is reported by `invalid-value`.
      if (fitting === undefined || fitting.includes(protocol) || !portProtocols.includes(protocol)) continue;
      yield {
        message: `port "${name}" of ${words} speaks ${protocol}, but its name says ${listWords(fitting, 'or')}`,
        origin,
        hint: `give it the protocol "${word}", or another name`,
      };
    }
  }
});
