import type { ExternalService } from '../../ir/external-service.js';
import type { Port } from '../../ir/port.js';
import { defineCheck } from '../define-check.js';

/**
 * Finds external services that are spoken to in the clear on the port of HTTPS, or by TLS on the port of plain HTTP.
 */
export const externalTlsPort = defineCheck('external-tls-port', function* ({ ir }) {
  for (const service of ir.externalServices) {
    for (const port of service.ports) {
      const speaksTls = service.tls !== undefined;
      // What speaks TLS itself says "tcp": then the proxy passes on what callers send.
      const wrong = speaksTls ? 80 : port.protocol === 'tcp' ? undefined : 443;
      if (wrong === undefined || !dialled(service, port).includes(wrong)) continue;
      const words = `port "${port.name}" of external service "${service.name}"`;
      yield {
        message: speaksTls
          ? `the proxy speaks TLS to ${words}, which is 80, where plain HTTP is spoken`
          : `the proxy speaks ${port.protocol} in the clear to ${words}, which is 443, where TLS is spoken`,
        origin: service.origin,
        hint: speaksTls
          ? 'give the port "targetPort: 443"'
          : 'give the service "tls: true", and callers speak plain HTTP; or give the port the protocol "tcp", where callers speak TLS themselves',
      };
    }
  }
});

/** The port numbers that the proxy connects to. */
function dialled({ endpoints }: ExternalService, { targetPort }: Port): readonly number[] {
  return endpoints.length === 0 ? [targetPort] : endpoints.map(({ port }) => port ?? targetPort);
}
