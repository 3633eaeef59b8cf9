import { request as rawRequest } from 'node:http';
import { expect, test } from 'vitest';
import { readSse } from '../../../lib/mesh-api/client/read-sse.js';
import { startRolloutApi } from '../../../lib/controller/api/start-rollout-api.js';
import { contentHash } from '../../../lib/util/content-hash.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { decisionEntry, fakeController, statusOfPlan } from '../../support/rollout/fake-controller.js';
import { makePlan } from '../../support/rollout/make-plan.js';
import { rolloutApi } from '../../support/rollout/rollout-api.js';

const plan = makePlan();
const log = [decisionEntry(1, 'preparing', 'may-begin'), decisionEntry(2, 'measuring', 'ready')];
const measuring = statusOfPlan(plan, { phase: 'measuring', weight: 0.1, epoch: 2 }, log);

async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const json = { 'content-type': 'application/json', ...headers };
  return fetch(url, { method: 'POST', headers: json, body: typeof body === 'string' ? body : JSON.stringify(body) });
}

test('says how rollouts stand, and what was decided', async () => {
  const { url } = await rolloutApi(fakeController(measuring));
  const { log: _log, ...summary } = measuring;
  const bodies = ['/v1/rollouts', '/v1/rollouts/release', '/v1/rollouts/release/history', '/healthz'].map(
    async (path) => (await fetch(url + path)).json(),
  );
  expect(await Promise.all(bodies)).toEqual(
    JSON.parse(JSON.stringify([{ rollouts: [summary] }, measuring, { decisions: log }, { status: 'ok' }])),
  );
});

test('hands commands on, by one id once', async () => {
  const { url, controller } = await rolloutApi(fakeController(measuring));
  const commands = `${url}/v1/rollouts/release/commands`;
  const first = await post(commands, { action: 'pause', id: 'a-1', by: 'ann' });
  expect([first.status, await first.json()]).toEqual([202, { action: 'pause', id: 'a-1', by: 'ann' }]);
  await post(commands, { action: 'pause', id: 'a-1', by: 'ann' });
  await post(commands, { action: 'abort' });
  expect(controller.asked).toMatchObject([
    { rollout: 'release', action: 'pause', id: 'a-1', by: 'ann' },
    { rollout: 'release', action: 'abort', by: 'somebody' },
  ]);
});

test.each([
  ['POST', 'release/commands', '{"action":"explode"}', 400, 'invalid-request', 'one of approve, promote, abort'],
  ['POST', 'release/commands', '{"action":"abort","more":1}', 400, 'invalid-request', 'additional properties'],
  ['POST', 'release/commands', '{"action":"abort","by":"a\\u001b[2J"}', 400, 'invalid-request', '/by'],
  ['POST', 'release/commands', '{', 400, 'malformed-request', 'not JSON'],
  ['POST', 'release/commands', '', 400, 'malformed-request', 'not JSON'],
  ['POST', 'release/commands', 'x'.repeat(20_000), 413, 'too-large', 'larger'],
  ['POST', 'other/commands', '{"action":"abort"}', 404, 'not-found', 'there is no rollout "other"'],
  ['GET', 'other', undefined, 404, 'not-found', 'there is no rollout "other"'],
  ['GET', 'other/history', undefined, 404, 'not-found', 'there is no rollout "other"'],
  ['GET', 'other/events', undefined, 404, 'not-found', 'there is no rollout "other"'],
  ['GET', 'release/nothing', undefined, 404, 'not-found', 'nothing at this path'],
  ['GET', 'release/commands', undefined, 405, 'method-not-allowed', 'this path takes POST'],
  ['DELETE', 'release', undefined, 405, 'method-not-allowed', 'this path takes GET, HEAD'],
  ['HEAD', 'release/events', undefined, 405, undefined, undefined],
])('answers %s %s %s with a problem of RFC 9457: %i %s', async (method, path, body, status, kind, detail) => {
  const { url, controller } = await rolloutApi(fakeController(measuring));
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/v1/rollouts/${path}`, {
    method,
    ...(body === undefined ? {} : { body, headers }),
  });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
  if (method !== 'HEAD') {
    const problem = (await answer.json()) as Readonly<Record<string, unknown>>;
    expect(problem).toMatchObject({ status, instance: expect.stringMatching(/^urn:uuid:./) as string });
    expect(problem['type']).toContain(`#${String(kind)}`);
    expect(problem['detail']).toContain(detail);
  }
  expect(controller.asked).toEqual([]);
});

test('takes a command only as JSON, which no page of the web can send unasked', async () => {
  const { url, controller } = await rolloutApi(fakeController(measuring));
  const answer = await post(
    `${url}/v1/rollouts/release/commands`,
    { action: 'abort' },
    { 'content-type': 'text/plain' },
  );
  expect(answer.status).toBe(415);
  expect(controller.asked).toEqual([]);
});

test('says that nobody knows what became of a command when the store does not answer', async () => {
  const controller = fakeController(measuring);
  controller.answerWith({ kind: 'failed', reason: 'no space left' });
  const { url } = await rolloutApi(controller);
  const answer = await post(`${url}/v1/rollouts/release/commands`, { action: 'abort', id: 'a' });
  expect(answer.status).toBe(504);
  expect(await answer.json()).toMatchObject({
    detail: 'the store of the rollouts does not answer: no space left; ask again with the same id',
  });
});

test('lets in who has a token for it, and names them in commands', async () => {
  const tokens = (['reader', 'operator'] as const).map((role) => ({
    name: `the-${role}`,
    role,
    sha256: contentHash(role),
  }));
  const { url, controller } = await rolloutApi(fakeController(measuring), { tokens: () => tokens });
  const as = (token: string) => ({ authorization: `Bearer ${token}` });
  const command = (headers: Record<string, string>) =>
    post(`${url}/v1/rollouts/release/commands`, { action: 'pause', id: 'a' }, headers).then(({ status }) => status);
  const get = (path: string, headers: Record<string, string>) =>
    fetch(url + path, { headers }).then(({ status }) => status);
  for (const path of ['/v1/rollouts', '/v1/rollouts/release/events', '/metrics'])
    expect([await get(path, {}), await get(path, as('guess'))]).toEqual([401, 401]);
  expect([await get('/healthz', {}), await get('/v1/rollouts', as('reader'))]).toEqual([200, 200]);
  expect([await command({}), await command(as('reader')), await command(as('operator'))]).toEqual([401, 403, 202]);
  expect(controller.asked).toEqual([{ rollout: 'release', action: 'pause', id: 'a', by: 'the-operator' }]);
});

test('without tokens it answers to localhost and addresses only, so that no page of the web gets in by its own name', async () => {
  const { url, port } = await rolloutApi(fakeController(measuring));
  const ask = (host: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const call = rawRequest(`${url}/v1/rollouts`, { headers: { host } }, (message) => {
        message.resume();
        resolve(message.statusCode);
      });
      call.once('error', reject).end();
    });
  const hosts = [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, `evil.example:${port}`];
  expect(await Promise.all(hosts.map(ask))).toEqual([200, 200, 200, 403]);
});

test('where it is open to reads only, it takes no command without a token', async () => {
  const { url, controller } = await rolloutApi(fakeController(measuring), { openTo: 'reads' });
  expect((await fetch(`${url}/v1/rollouts`)).status).toBe(200);
  expect((await post(`${url}/v1/rollouts/release/commands`, { action: 'abort' })).status).toBe(403);
  expect(controller.asked).toEqual([]);
});

test('streams what is decided, and goes on after the decision that a reader had last', async () => {
  const { url, controller } = await rolloutApi(fakeController(measuring));
  const abort = new AbortController();
  const open = async (headers: Record<string, string>) => {
    const { body } = await fetch(`${url}/v1/rollouts/release/events`, { headers, signal: abort.signal });
    if (body === null) throw new Error('a stream has a body');
    return readSse(body);
  };
  const next = async (events: ReturnType<typeof readSse>) => {
    const { event, data, id } = (await events.next()).value ?? { event: 'end', data: '{}', id: '' };
    const { number, state } = JSON.parse(data) as { number?: number; state?: { phase: string } };
    return [event, number ?? state?.phase, id];
  };
  const [fresh, behind] = [await open({}), await open({ 'last-event-id': '1' })];
  expect(await next(fresh)).toEqual(['status', 'measuring', '']);
  expect(await next(behind)).toEqual(['decision', 2, '2']);
  expect(await next(behind)).toEqual(['status', 'measuring', '2']);
  const later = [...log, decisionEntry(3, 'returning', 'harm-proven')];
  controller.set(statusOfPlan(plan, { phase: 'returning', weight: 0, epoch: 3 }, later));
  for (const events of [fresh, behind]) {
    expect(await next(events)).toEqual(['decision', 3, '3']);
    expect(await next(events)).toEqual(['status', 'returning', '3']);
  }
  abort.abort();
});

test('ends streams when it stops, and tells their readers', async () => {
  const api = await rolloutApi(fakeController(measuring));
  const { body } = await fetch(`${api.url}/v1/rollouts/release/events`);
  if (body === null) throw new Error('a stream has a body');
  const events = readSse(body);
  await events.next();
  const [end] = await Promise.all([events.next(), api.close()]);
  expect(end.value).toMatchObject({ event: 'end' });
  expect((await events.next()).done).toBe(true);
});

test('takes no more streams than it has room for', async () => {
  const { url } = await rolloutApi(fakeController(measuring), { limits: { streams: { total: 1 } } });
  const abort = new AbortController();
  await fetch(`${url}/v1/rollouts/release/events`, { signal: abort.signal });
  expect((await fetch(`${url}/v1/rollouts/release/events`)).status).toBe(429);
  abort.abort();
});

test('gives figures to Prometheus: weight, phase, evidence and thresholds, and decisions since it began', async () => {
  const clock = { ...systemClock, now: () => 61_000 };
  const { url, controller } = await rolloutApi(fakeController(measuring), { clock });
  const later = [...log, decisionEntry(3, 'shifting', 'raised'), decisionEntry(4, 'returning', 'harm-proven')];
  controller.set(statusOfPlan(plan, { phase: 'returning', weight: 0.25, epoch: 4, at: 1000 }, later));
  const answer = await fetch(`${url}/metrics`);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const lines = (await answer.text()).split('\n');
  for (const line of [
    'meshwright_rollout_phase{rollout="release",phase="returning"} 1',
    'meshwright_rollout_phase{rollout="release",phase="measuring"} 0',
    'meshwright_rollout_weight_ratio{rollout="release"} 0.25',
    'meshwright_rollout_last_turn_age_seconds{rollout="release"} 60',
    'meshwright_rollout_stuck{rollout="release"} 0',
    'meshwright_rollout_proxies{rollout="release",standing="accepted"} 3',
    `meshwright_rollout_criterion_harm_threshold{rollout="release",criterion="errors"} ${-Math.log(plan.falseRollback)}`,
    'meshwright_rollout_criterion_proven{rollout="release",criterion="errors"} 0',
    'meshwright_rollout_criterion_events{rollout="release",criterion="errors",arm="canary",kind="bad"} 0',
    'meshwright_rollout_decisions_total{rollout="release",code="raised"} 1',
    'meshwright_rollout_decisions_total{rollout="release",code="harm-proven"} 1',
  ])
    expect(lines).toContain(line);
  const evidence = lines.find((line) => line.startsWith('meshwright_rollout_criterion_harm_evidence{')) ?? '';
  expect(Number(evidence.split(' ').at(-1))).toBeCloseTo(0, 6);
  expect(lines.filter((line) => line.includes('code="ready"'))).toEqual([]);
});

test('fails to start where somebody else listens', async () => {
  const { port } = await rolloutApi();
  const address = { host: '127.0.0.1', port };
  const controller = fakeController();
  await expect(startRolloutApi({ controller, clock: systemClock, newId: () => 'a', address })).rejects.toThrow(
    /EADDRINUSE/,
  );
});
