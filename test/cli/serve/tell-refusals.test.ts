import { expect, test } from 'vitest';
import { tellRefusals } from '../../../lib/cli/serve/tell-refusals.js';

test('a node that is not served is told of once, until the reason is another or it was served in between', () => {
  const told: string[] = [];
  const tell = tellRefusals((text) => told.push(text));
  const refused = (reason: string) => {
    tell({ kind: 'refused', nodeId: 'a', reason });
  };
  refused('no token');
  refused('no token');
  refused('wrong token');
  tell({ kind: 'opened', stream: 1, nodeId: 'a', group: 'g' });
  refused('wrong token');
  expect(told).toEqual([
    'node "a" is not served: "no token"',
    'node "a" is not served: "wrong token"',
    'node "a" is not served: "wrong token"',
  ]);
});

test("a stranger's words are shortened, and do nothing to a terminal", () => {
  const told: string[] = [];
  tellRefusals((text) => told.push(text))({ kind: 'refused', nodeId: `\u001b[2J\n${'x'.repeat(9_000)}`, reason: 'no' });
  expect(told[0]?.length).toBeLessThan(600);
  expect(told[0]).toContain('\\u001b[2J\\n');
});
