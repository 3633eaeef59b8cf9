import { appendFileSync, cpSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openEmbedded } from '../../../lib/registry/embedded/open-embedded.js';
import type { RegistryBackend } from '../../../lib/registry/model/registry-backend.js';
import type { RegistryContent } from '../../../lib/registry/model/registry-content.js';
import type { RegistryWrite } from '../../../lib/registry/model/registry-write.js';
import { done, find, instance, instanceOf, putInstance } from '../../support/registry/contract/samples.js';
import { type EmbeddedProcess, startEmbedded } from '../../support/registry/embedded-process.js';
import { fakeClock } from '../../support/fake-clock.js';
import { follow } from '../../support/registry/follow.js';
import { type History, history } from '../../support/registry/history.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { runSync } from '../../support/run-sync.js';

async function open(folder: string, clock = fakeClock()): Promise<RegistryBackend> {
  const opened = await openEmbedded({ folder, clock });
  if (!opened.ok) throw new Error(opened.problem);
  onTestFinished(opened.backend.close);
  return opened.backend;
}

async function readContent(folder: string): Promise<RegistryContent> {
  const backend = await open(folder);
  const followed = follow(backend);
  followed.end();
  await backend.close();
  return followed.content();
}

function writeOf(key: string, weight: number | undefined): RegistryWrite {
  const [service = '', id = ''] = key.split('/');
  if (weight === undefined) return { kind: 'delete-instance', key: { service, id }, precondition: { kind: 'present' } };
  return putInstance(instance({ service, id, weight, metadata: { padding: 'x'.repeat((weight * 37) % 500) } }));
}

/** Writers that each have keys of their own, until the process is gone or `until` is reached. */
async function flood(running: EmbeddedProcess, noted: History, until: () => boolean, seed: number): Promise<void> {
  const writer = async (number: number): Promise<void> => {
    for (let turn = 0; !until(); turn += 1) {
      const isRemoval = (turn + seed) % 5 === 4;
      const attempt = noted.begin(
        `s${String(number % 4)}/w${String(number)}-${String(turn % 3)}`,
        isRemoval ? undefined : 1 + ((seed * 1000 + turn) % 10_000),
      );
      attempt.result = await running.write(writeOf(attempt.key, attempt.weight));
      if (attempt.result === undefined) return;
    }
  };
  await Promise.all(Array.from({ length: 20 }, (_, number) => writer(number)));
}

test(
  'a kill at any moment of a flood of writes loses nothing that was acknowledged and brings nothing that was not asked',
  { timeout: 120_000 },
  async () => {
    const folder = temporaryFolder();
    const noted = history();
    let acknowledged = 0;
    for (let round = 0; round < 8; round += 1) {
      const running = startEmbedded(folder);
      expect(await running.opened).toBe(undefined);
      const killAfter = Math.floor(Math.random() * 400);
      let answered = 0;
      let killed: Promise<void> | undefined;
      await flood(
        running,
        noted,
        () => {
          answered += 1;
          if (answered > killAfter) killed ??= killSoon(running, Math.random() * 3);
          return false;
        },
        round,
      );
      await killed;
      const content = await readContent(folder);
      expect(noted.problemsOf(content), `round ${String(round)}, killed after ${String(killAfter)} answers`).toEqual(
        [],
      );
      acknowledged += noted.attempts.filter(({ result }) => result?.kind === 'done').length;
      noted.settle(content);
    }
    expect(acknowledged).toBeGreaterThan(100);
  },
);

async function killSoon(running: EmbeddedProcess, ms: number): Promise<void> {
  await sleep(ms);
  await running.kill();
}

test('a kill while the store is made leaves a folder that opens', { timeout: 60_000 }, async () => {
  for (const ms of [0, 150, 250, 300, 350, 400]) {
    const folder = temporaryFolder();
    const running = startEmbedded(folder);
    await Promise.race([running.opened.catch(() => undefined), sleep(ms)]);
    await running.kill();
    expect((await readContent(folder)).services.size).toBe(0);
  }
});

test(
  'a disk that is full refuses writes and nothing else, and takes them again when there is space',
  { timeout: 60_000 },
  async () => {
    const folder = temporaryFolder();
    const running = startEmbedded(folder, 3000);
    expect(await running.opened).toBe(undefined);
    const noted = history();
    let refused = 0;
    for (let number = 0; refused < 20 && number < 5000; number += 1) {
      const attempt = noted.begin(`s/${String(number)}`, 1 + number);
      attempt.result = await running.write(
        putInstance(
          instance({ service: 's', id: String(number), weight: 1 + number, metadata: { padding: 'x'.repeat(2000) } }),
        ),
      );
      if (attempt.result?.kind === 'refused') {
        expect(attempt.result.reason).toBe('full');
        refused += 1;
      } else expect(attempt.result?.kind).toBe('done');
    }
    expect(refused).toBe(20);
    const key = { service: 's', id: '0' };
    expect((await running.write({ kind: 'renew-instance', key }))?.kind).toBe('done');
    expect((await running.write(putInstance(instance(key), { precondition: { kind: 'absent' } })))?.kind).toBe(
      'conflict',
    );
    runSync('prlimit', ['--pid', String(running.pid), '--fsize=unlimited']);
    const after = noted.begin('s/after', 7);
    after.result = await running.write(writeOf('s/after', 7));
    expect(after.result?.kind).toBe('done');
    await running.kill();
    expect(noted.problemsOf(await readContent(folder))).toEqual([]);
  },
);

test(
  'a second process does not open a folder that another has, and does once that one is gone',
  { timeout: 60_000 },
  async () => {
    const folder = temporaryFolder();
    const first = startEmbedded(folder);
    expect(await first.opened).toBe(undefined);
    const second = startEmbedded(folder);
    expect(await second.opened).toContain(`process ${String(first.pid)} has it open`);
    const refused = await openEmbedded({ folder, clock: fakeClock() });
    expect(refused).toMatchObject({ ok: false });
    expect((await first.write(writeOf('s/a', 1)))?.kind).toBe('done');
    await first.kill();
    const third = startEmbedded(folder);
    expect(await third.opened).toBe(undefined);
    await third.end();
    expect((await readContent(folder)).instances.get('s')?.size).toBe(1);
  },
);

test('one whose folder another process has taken over writes no more and says so', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder();
  const first = startEmbedded(folder);
  expect(await first.opened).toBe(undefined);
  expect((await first.write(writeOf('s/a', 1)))?.kind).toBe('done');
  // As it looks from another machine: there is a process, but nobody can say whether it lives.
  writeFileSync(join(folder, 'owner.json'), JSON.stringify({ pid: 1, startedAt: '0', space: 'elsewhere' }));
  const second = await open(folder);
  expect((await first.write(writeOf('s/b', 2)))?.kind).toBe('unavailable');
  expect(await first.stale).toContain('another process');
  expect((await first.write({ kind: 'renew-instance', key: { service: 's', id: 'a' } }))?.kind).toBe('unavailable');
  done(await second.write(writeOf('s/c', 3)));
  await first.kill();
  await second.close();
  expect([...((await readContent(folder)).instances.get('s')?.keys() ?? [])].sort()).toEqual(['a', 'c']);
});

test('what is damaged is not opened, and the error says what to do', async () => {
  const folder = temporaryFolder();
  const backend = await open(folder);
  for (let number = 0; number < 200; number += 1)
    done(
      await backend.write(
        putInstance(instance({ service: 's', id: `i${String(number)}`, metadata: { mark: 'precious' } })),
      ),
    );
  await backend.close();
  const intact = readFileSync(join(folder, 'registry.mdb'));
  const damages: readonly [string, (file: string) => void][] = [
    [
      'cut',
      (file) => {
        truncateSync(file, 5 * 4096);
      },
    ],
    [
      'cut within a page',
      (file) => {
        truncateSync(file, 5000);
      },
    ],
    [
      'empty',
      (file) => {
        truncateSync(file, 0);
      },
    ],
    [
      'no store at all',
      (file) => {
        writeFileSync(file, 'hello\n'.repeat(5000));
      },
    ],
    [
      'a record changed',
      (file) => {
        writeFileSync(
          file,
          Buffer.from(intact.toString('latin1').replaceAll('precious', 'worthless'.slice(0, 8)), 'latin1'),
        );
      },
    ],
    [
      'zeros',
      (file) => {
        writeFileSync(file, Buffer.alloc(intact.length));
      },
    ],
  ];
  for (const [name, damage] of damages) {
    const copy = temporaryFolder();
    cpSync(folder, copy, { recursive: true });
    damage(join(copy, 'registry.mdb'));
    const opened = await openEmbedded({ folder: copy, clock: fakeClock() });
    expect(opened.ok ? 'opened' : opened.problem, name).toMatch(/cannot be read: /);
    expect(opened).toHaveProperty('hint');
  }
  appendFileSync(join(folder, 'registry.mdb'), Buffer.alloc(4096));
  expect((await readContent(folder)).instances.get('s')?.size).toBe(200);
});

test('what was written is there after a restart, revisions go on, requests are remembered and leases start anew', async () => {
  const folder = temporaryFolder();
  const clock = fakeClock();
  const first = await open(folder, clock);
  const key = { service: 's', id: 'leased' };
  const write = putInstance(instance({ ...key, ttlMs: 5000, weight: 3 }));
  const record = instanceOf(await first.write(write, { requestId: 'wish', fencingToken: 5n }));
  await clock.advance(4000);
  await first.close();
  expect(await first.write(write)).toMatchObject({ kind: 'unavailable' });

  clock.jump(-3_600_000);
  const second = await open(folder, clock);
  const followed = follow(second);
  expect(find(followed.content(), key)).toEqual(record);
  expect(instanceOf(await second.write(write, { requestId: 'wish', fencingToken: 5n }))).toEqual(record);
  expect(await second.write(write, { fencingToken: 4n })).toMatchObject({ kind: 'refused', reason: 'fenced' });
  await clock.advance(4900);
  expect(find(followed.content(), key)).toBeDefined();
  await clock.advance(200);
  expect(find(followed.content(), key)).toBe(undefined);
  const again = instanceOf(await second.write(write));
  expect(Number(again.revision)).toBeGreaterThan(Number(record.revision));
});

test('a request id is forgotten after a day and not before, whatever the wall clock does', async () => {
  const clock = fakeClock();
  const backend = await open(temporaryFolder(), clock);
  const write = putInstance(instance({ service: 's', id: 'a' }));
  const first = instanceOf(await backend.write(write, { requestId: 'wish' }));
  clock.jump(10 * 86_400_000);
  await clock.advance(86_000_000);
  done(await backend.write(putInstance(instance({ service: 's', id: 'b' })), { requestId: 'other' }));
  expect(instanceOf(await backend.write(write, { requestId: 'wish' }))).toEqual(first);
  clock.jump(-20 * 86_400_000);
  await clock.advance(500_000);
  done(await backend.write(putInstance(instance({ service: 's', id: 'b' })), { requestId: 'third' }));
  expect(instanceOf(await backend.write(write, { requestId: 'wish' })).revision).not.toBe(first.revision);
});
