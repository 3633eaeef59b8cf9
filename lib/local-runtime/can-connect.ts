import { connect } from 'node:net';

const patienceMs = 1_000;

/** Whether something accepts connections on a port of the loopback address. */
export function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
    socket.setTimeout(patienceMs, () => {
      socket.destroy(new Error('nobody answers'));
    });
  });
}
