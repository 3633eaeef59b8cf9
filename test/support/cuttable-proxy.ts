import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll } from 'vitest';

/** A TCP proxy that can be cut as networks are. */
export interface CuttableProxy {
  readonly port: number;
  /** From now on bytes vanish both ways, and new connections get no answer; nobody is told. */
  readonly cut: () => void;
  /** From now on answers vanish; what is sent still arrives. */
  readonly cutAnswers: () => void;
  /** Ends every connection that was cut, as routers do, and passes new ones on again. */
  readonly heal: () => void;
  /** Ends every connection at once; new ones go to this port, as after a failover. */
  readonly aim: (port: number) => void;
  /** Ends every connection at once; new ones pass. */
  readonly reset: () => void;
}

/** Starts a proxy in front of a port of 127.0.0.1; it ends with the test file. */
export async function startCuttableProxy(targetPort: number): Promise<CuttableProxy> {
  const sockets = new Set<Socket>();
  let port = targetPort;
  let mode: 'pass' | 'cut' | 'cut-answers' = 'pass';
  const endAll = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    near.on('data', (bytes) => mode !== 'cut' && far.write(bytes));
    far.on('data', (bytes) => mode === 'pass' && near.write(bytes));
    near.on('close', () => far.destroy());
    far.on('close', () => mode === 'pass' && near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => {
    endAll();
    server.close();
  });
  return {
    // A listening TCP server has an address with a port.
    port: (server.address() as AddressInfo).port,
    cut: () => {
      mode = 'cut';
    },
    cutAnswers: () => {
      mode = 'cut-answers';
    },
    heal: () => {
      mode = 'pass';
      endAll();
    },
    aim: (next) => {
      port = next;
      endAll();
    },
    reset: endAll,
  };
}
