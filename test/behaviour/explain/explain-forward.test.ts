import { expect, test } from 'vitest';
import { explainForward } from '../../../lib/behaviour/explain/explain-forward.js';
import { stepLines } from '../../../lib/behaviour/explain/step-lines.js';
import { ask } from '../../simulate/fixtures/ask.js';

const nowhere = (): undefined => undefined;
const origins = { route: nowhere, cluster: nowhere, listener: nowhere };

test('says which clusters get copies, how many, and under which hosts', () => {
  const clusters = [
    { name: 'a', weight: 1 },
    { name: 'b', weight: 1, host_rewrite_literal: 'h.z' },
  ];
  const request_mirror_policies = [
    { cluster: 'b', runtime_fraction: { default_value: { numerator: 25 } } },
    { cluster: 'gone', disable_shadow_host_suffix_append: true },
  ];
  const route = { weighted_clusters: { clusters }, request_mirror_policies };
  const decision = ask(
    { virtual_hosts: [{ name: 'v', domains: ['*'], routes: [{ match: { prefix: '/' }, route }] }] },
    {},
  );
  if (decision.outcome.kind !== 'forward') throw new Error(`it is a ${decision.outcome.kind}`);
  const steps = explainForward(decision, decision.outcome, { route: 'r', origins });
  expect(steps.filter(({ kind }) => kind === 'mirror').map((step) => stepLines(step).lines[0]?.text)).toEqual([
    'copies 25% to cluster "b" as "a.com-shadow" or "h.z-shadow"',
    'nothing: there is no cluster "gone"',
  ]);
});
