import { connect } from 'node:net';
import type { Asking, ProbeTarget } from './probe.js';

/** Good when a connection can be made; nothing is sent. */
export function probeTcp({ address, port }: ProbeTarget): Asking {
  const socket = connect({ host: address, port });
  const answer = new Promise<boolean>((resolve) => {
    socket.once('connect', () => {
      resolve(true);
      socket.end();
    });
    socket.once('error', () => {
      resolve(false);
    });
    socket.once('close', () => {
      resolve(false);
    });
  });
  return {
    answer: answer.finally(() => {
      socket.destroySoon();
    }),
    stop: () => {
      socket.destroy();
    },
  };
}
