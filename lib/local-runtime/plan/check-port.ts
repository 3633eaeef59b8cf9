import { once } from 'node:events';
import { createServer } from 'node:net';
import { createDiagnostic } from '../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { Origin } from '../../diagnostics/origin.js';

/**
 * Looks whether a gateway can listen on a port of the loopback address. Reports `port-in-use`.
 */
export async function checkPort(
  port: number,
  gateway: { readonly name: string; readonly origin: Origin },
): Promise<readonly Diagnostic[]> {
  const server = createServer();
  server.listen({ host: '127.0.0.1', port, exclusive: true });
  try {
    await once(server, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const isForbidden = code === 'EACCES';
    return [
      createDiagnostic('port-in-use', {
        message: isForbidden
          ? `gateway "${gateway.name}" may not listen on port ${String(port)}, which is for the system's own services`
          : `port ${String(port)}, asked for gateway "${gateway.name}", is taken by another program (${code})`,
        origin: gateway.origin,
        hint: isForbidden
          ? 'ask for a port from 1024 on'
          : `stop what listens on 127.0.0.1:${String(port)}, or leave --port out for a free one`,
      }),
    ];
  }
  server.close();
  await once(server, 'close');
  return [];
}
