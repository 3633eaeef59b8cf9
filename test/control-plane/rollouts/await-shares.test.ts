import { expect, test } from 'vitest';
import { awaitShares } from '../../../lib/control-plane/rollouts/await-shares.js';
import { fakeClock } from '../../support/fake-clock.js';
import { reviewsRollout } from '../../support/rollout/reviews-rollout.js';

const ir = reviewsRollout();

function start(ms: number) {
  const clock = fakeClock();
  const over: string[] = [];
  const awaited = awaitShares(clock, ms, () => over.push('over'));
  awaited.begin(ir);
  return { ...awaited, clock, over };
}

test('waits for the services of rollouts until they are told', () => {
  const { services, told } = start(5_000);
  expect([...services()]).toEqual(['reviews']);
  told(['ratings']);
  expect([...services()]).toEqual(['reviews']);
  told(['reviews']);
  expect(services().size).toBe(0);
});

test('waits for so long and says that it is over; later programs wait for nothing', async () => {
  const { services, begin, clock, over } = start(5_000);
  await clock.advance(4_999);
  expect([services().size, over]).toEqual([1, []]);
  await clock.advance(1);
  expect([services().size, over]).toEqual([0, ['over']]);
  begin(ir);
  expect(services().size).toBe(0);
});

test('waits for nothing where there is no rollout, no time, or no end to come', async () => {
  const none = awaitShares(fakeClock(), 5_000, () => undefined);
  none.begin({ ...ir, rollouts: [] });
  none.begin(ir);
  expect(none.services().size).toBe(0);
  expect(start(0).services().size).toBe(0);
  const { stop, clock, over } = start(5_000);
  stop();
  await clock.advance(10_000);
  expect(over).toEqual([]);
});
