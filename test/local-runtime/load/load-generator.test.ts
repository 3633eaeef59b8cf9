import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { LoadGenerator } from '../../../lib/local-runtime/load/load-generator.js';

test('sends requests in turn and counts answers by status', async () => {
  const asked: string[] = [];
  const port = await listen((path) => {
    asked.push(path);
    return path === '/missing' ? 404 : 200;
  });
  const load = new LoadGenerator({ perSecond: 500 });
  load.setRequests([
    { port, path: '/', headers: {} },
    { port, path: '/missing', headers: {} },
  ]);
  await expect.poll(() => asked.length).toBeGreaterThan(20);
  await load.stop();
  const { sent, answers, failed } = load.report();
  expect(failed).toBe(0);
  expect(sent).toBe((answers['200'] ?? 0) + (answers['404'] ?? 0));
  expect(Math.abs((answers['200'] ?? 0) - (answers['404'] ?? 0))).toBeLessThanOrEqual(1);
});

test('counts requests without answer and says why', async () => {
  const load = new LoadGenerator({ perSecond: 100 });
  load.setRequests([{ port: 1, path: '/', headers: {} }]);
  await expect.poll(() => load.report().failed).toBeGreaterThan(0);
  await load.stop();
  expect(load.report().lastFailure).toContain('ECONNREFUSED');
});

test('waits at its end for answers that are on their way', async () => {
  const port = await listen(() => 200, 300);
  const load = new LoadGenerator({ perSecond: 50 });
  load.setRequests([{ port, path: '/', headers: {} }]);
  await expect.poll(() => load.report().sent).toBeGreaterThan(1);
  await load.stop();
  const { sent, answers } = load.report();
  expect(answers).toEqual({ 200: sent });
});

async function listen(statusOf: (path: string) => number, delayMs = 0): Promise<number> {
  const server = createServer((request, response) => {
    const status = statusOf(request.url ?? '');
    setTimeout(() => response.writeHead(status).end(), delayMs);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port; // it listens on a port
}
