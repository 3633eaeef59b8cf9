import { reserveFreePorts } from '../../lib/local-runtime/plan/free-ports.js';

/** Finds a port of 127.0.0.1 that nobody listens on, and keeps it from other tests for a minute. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  if (port === undefined) throw new Error('one port was asked for and none came');
  return port;
}

/** Finds `count` different free ports of 127.0.0.1. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const { ports, release } = await reserveFreePorts(count);
  await release();
  return ports;
}
