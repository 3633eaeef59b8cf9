import { request } from 'node:http';
import type { Asking, ProbeTarget } from './probe.js';

/** Good when the answer to a GET is a 2xx; redirects are not followed, and the body is not read. */
export function probeHttp({ address, port, check }: ProbeTarget): Asking {
  const asked = request({
    host: address,
    port,
    path: check.path ?? '/',
    agent: false,
    headers: { 'user-agent': 'meshwright-health', connection: 'close' },
  });
  const answer = new Promise<boolean>((resolve) => {
    asked.once('response', (response) => {
      const status = response.statusCode ?? 0;
      resolve(status >= 200 && status < 300);
      response.destroy();
    });
    asked.on('error', () => {
      resolve(false);
    });
    asked.once('close', () => {
      resolve(false);
    });
  });
  asked.end();
  return {
    answer,
    stop: () => {
      asked.destroy();
    },
  };
}
