import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { reserveFreePorts } from '../../../lib/local-runtime/plan/free-ports.js';

test('a released port is free for its owner, and claimed against other runs that look for ports', async () => {
  const { ports, release } = await reserveFreePorts(1);
  const [port] = ports;
  await release();

  const server = createServer().listen({ host: '127.0.0.1', port });
  await once(server, 'listening');
  server.close();
  const other = createSocket('udp4').bind({ address: '127.0.0.1', port: port ?? 0, exclusive: true });
  await expect(once(other, 'listening')).rejects.toThrow('EADDRINUSE');
});

test('ports that are reserved at the same time differ', async () => {
  const reserved = await Promise.all(Array.from({ length: 20 }, () => reserveFreePorts(5)));

  expect(new Set(reserved.flatMap(({ ports }) => ports)).size).toBe(100);
  await Promise.all(reserved.map(({ release }) => release()));
});
