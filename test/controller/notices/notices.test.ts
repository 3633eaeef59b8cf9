import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { slackNotices } from '../../../lib/controller/notices/slack-notices.js';
import { webhookNotices } from '../../../lib/controller/notices/webhook-notices.js';
import type { Notice } from '../../../lib/controller/ports/notice-port.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { freePort } from '../../support/free-port.js';

const notice: Notice = {
  id: 'release/canary/1/7',
  rollout: 'release',
  atMs: Date.UTC(2026, 0, 2, 3, 4, 5),
  severity: 'error',
  code: 'harm-proven',
  sentence: 'v2 fails in 5 % of requests & v1 in <1 %',
};

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** A server of loopback that keeps what it gets. */
async function receiver(answer: (response: ServerResponse) => void) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method, url, headers } = request;
      received.push({ method, url, headers, body: JSON.parse(body) });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, url: `http://${host}/hooks/s3cret?key=s3cret`, received };
}

const ok = (response: ServerResponse): unknown => response.writeHead(204).end();
const platform = { fetch, clock: systemClock };

test('a webhook gets a notice as JSON, with its id to know it by', async () => {
  const { url, received } = await receiver(ok);
  await webhookNotices({ url, ...platform }).send(notice);
  const { atMs: _at, ...rest } = notice;
  expect(received).toMatchObject([
    {
      method: 'POST',
      url: '/hooks/s3cret?key=s3cret',
      headers: { 'content-type': 'application/json', 'idempotency-key': notice.id },
      body: { ...rest, at: '2026-01-02T03:04:05.000Z' },
    },
  ]);
});

test('Slack gets a message in its own form, in which nothing is markup', async () => {
  const { url, received } = await receiver(ok);
  await slackNotices({ url, ...platform }).send(notice);
  expect(received[0]?.body).toEqual({
    text: '*release*: harm-proven',
    attachments: [
      {
        color: '#c1440e',
        fallback: 'v2 fails in 5 % of requests &amp; v1 in &lt;1 %',
        text: 'v2 fails in 5 % of requests &amp; v1 in &lt;1 %',
        ts: notice.atMs / 1000,
      },
    ],
  });
});

test('credentials of the URL are sent as such', async () => {
  const { host, received } = await receiver(ok);
  await webhookNotices({ url: `http://ann:p%40ss@${host}/`, ...platform }).send(notice);
  expect(received[0]?.headers.authorization).toBe(`Basic ${Buffer.from('ann:p@ss').toString('base64')}`);
});

test.each([
  ['an error', (response: ServerResponse) => response.writeHead(503).end('s3cret'), 'answers 503'],
  ['a redirect', (response: ServerResponse) => response.writeHead(302, { location: '/s3cret' }).end(), 'answers 302'],
  ['a connection that breaks', (response: ServerResponse) => response.destroy(), 'cannot be reached: '],
  ['no answer', () => undefined, 'has not answered within 100 ms'],
])('%s is not taken for arrival, and the error tells no secret', async (_what, answer, message) => {
  const { url, host } = await receiver(answer);
  const sending = webhookNotices({ url, ...platform, timeoutMs: message.includes('100 ms') ? 100 : 60_000 }).send(
    notice,
  );
  const error: unknown = await sending.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Error);
  expect(String(error)).toContain(`${host} ${message}`);
  expect(`${String(error)} ${String((error as Error).cause)} ${String((error as Error).stack)}`).not.toContain(
    's3cret',
  );
});

test('nobody there is not taken for arrival', async () => {
  const url = `http://user:s3cret@127.0.0.1:${await freePort()}/s3cret`;
  await expect(slackNotices({ url, ...platform }).send(notice)).rejects.toThrow(
    /^127\.0\.0\.1:\d+ cannot be reached: ECONNREFUSED$/,
  );
});

test.each(['no url s3cret', 'ftp://host/s3cret'])('refuses %s and does not quote it', (url) => {
  expect(() => webhookNotices({ url, ...platform })).toThrow(/^the URL for notices is not one of https: or http:$/);
});
