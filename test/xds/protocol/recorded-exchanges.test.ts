import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { replay, type RecordedExchange } from '../../support/xds/recorded-exchange.js';

// Recorded with a real Envoy by `MESHWRIGHT_RECORD=1 npx vitest run test/e2e/xds/recorded-exchanges.test.ts`: start, a route
// that moves to a new cluster, a cluster that goes, a route that is refused and put right, a connection that breaks.

const read = (variant: string): RecordedExchange =>
  JSON.parse(
    readFileSync(new URL(`../../fixtures/xds/envoy-${variant}.json`, import.meta.url), 'utf8'),
  ) as RecordedExchange;

test.each(['delta', 'sotw'])(
  '%s: to what a real Envoy asked, the state machine says what that Envoy was told',
  (variant) => {
    const exchange = read(variant);
    const said = exchange.events.flatMap((event) => (event.kind === 'response' ? [event.response] : []));
    expect(replay(exchange)).toEqual(said);
  },
);

test.each(['delta', 'sotw'])('%s: the recording has all that it is to show', (variant) => {
  const { events } = read(variant);
  expect(events.filter(({ kind }) => kind === 'connected').length).toBeGreaterThan(1);
  expect(events.some((event) => event.kind === 'request' && event.request.error !== undefined)).toBe(true);
});
