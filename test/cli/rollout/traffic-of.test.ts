import { expect, test } from 'vitest';
import type { TrafficOptions } from '../../../lib/cli/rollout/traffic-options.js';
import { trafficOf } from '../../../lib/cli/rollout/traffic-of.js';
import { silentIo } from '../../support/silent-io.js';
import { makePlan } from '../../support/rollout/make-plan.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { writeTree } from '../../support/write-tree.js';

const pods = [0, 1, 2].map((pod) => ({ pod: String(pod), total: 2000, bad: 2 }));
const record = { windows: [2000, 2000].map((ms) => ({ ms, counts: { errors: pods } })) };

function ask(
  options: Partial<TrafficOptions>,
  traffic?: { requestsPerSecond: number; badShare: number; clump: number },
) {
  const workingDirectory = temporaryFolder();
  writeTree(workingDirectory, {
    'main.ts': 'export {};',
    'record.json': JSON.stringify(record),
    'none.json': '{"windows":[{"ms":2000,"counts":{}}]}',
    'odd.json': '{"windows":[{"ms":2000,"counts":{}},{"ms":1,"counts":{}}]}',
    'bad.json': '{"windows":[{"ms":2000,"counts":{"errors":[{"pod":"a","total":1.5,"bad":0}]}}]}',
    'list.json': '{"windows":[]}',
  });
  const plan = makePlan(traffic === undefined ? {} : { traffic });
  return trafficOf(plan, { bad: [], ...options }, { ...silentIo(), workingDirectory });
}

test('goes by what the program declares, but for what the command line says', () => {
  const declared = { requestsPerSecond: 50, badShare: 0.01, clump: 3 };
  expect(ask({}, declared)).toEqual({ kind: 'declared', ...declared });
  expect(ask({ rps: '7', bad: ['2', 'errors=0.5'], clump: '4' }, declared)).toEqual({
    kind: 'declared',
    requestsPerSecond: 7,
    badShare: 0.02,
    badShares: { errors: 0.005 },
    clump: 4,
  });
  expect(ask({ rps: '7' })).toEqual({ kind: 'declared', requestsPerSecond: 7, badShare: 0.002 });
});

test('goes by what was recorded', () => {
  expect(ask({ recorded: 'record.json' })).toEqual({ kind: 'recorded', ...record });
});

test.each([
  [{}, 'rollout "release" declares no "traffic": say --rps, or --recorded, or declare it in the program'],
  [{ rps: 'many' }, '--rps takes a number from'],
  [{ rps: '5', bad: ['slow=1'] }, 'rollout "release" has no criterion "slow"; it has "errors"'],
  [{ rps: '5', bad: ['101'] }, '--bad takes a number from 0 to 100'],
  [{ recorded: 'nowhere.json' }, '"nowhere.json" cannot be read'],
  [{ recorded: 'main.ts' }, '"main.ts" holds no record of traffic: it is not JSON'],
  [{ recorded: 'none.json' }, '"none.json" counts nothing for "errors" of rollout "release"'],
  [{ recorded: 'list.json' }, 'it has no list "windows", or an empty one'],
  [{ recorded: 'odd.json' }, 'windows/1: its "ms" is another than that of the first'],
  [{ recorded: 'bad.json' }, 'windows/0: counts/errors: each of it is {"pod", "total", "bad"}'],
] satisfies readonly (readonly [Partial<TrafficOptions>, string])[])('refuses %j', (options, message) => {
  expect(() => ask(options)).toThrow(message);
});
