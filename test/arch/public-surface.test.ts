import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const report = readFileSync(resolve(import.meta.dirname, '../../etc/meshwright.api.md'), 'utf8');

/** Types that public signatures are made of and that nobody writes down, so they have no public name. */
const nameless = [
  // Computed from the names that a program gives.
  ...[
    'CheckedPorts',
    'ExternalName',
    'HttpPortName',
    'IsUnion',
    'OnPort',
    'ProtocolOf',
    'ProtocolOfName',
    'ServiceName',
  ],
  ...['ServiceRule', 'SpeaksHttp', 'SpeaksTcp', 'TcpPortName', 'Unwrapped'],
  // Where a rule can send to, and how that is divided: `Service`, `split` and the like make these.
  ...['GatewayDestination', 'HttpDestination', 'HttpProtocol', 'ShareList', 'Shares', 'Target', 'TcpDestination'],
  // What is inside a `Condition`, a `LoadBalancing`, a `HashKey`: our functions make these.
  ...['HashKey_2', 'HeaderMatch', 'LoadBalancingAlgorithm', 'PathMatch', 'QueryParameterMatch', 'StringMatcher'],
  // The lists behind `PortProtocol` and `RetryCondition`.
  ...['portProtocols', 'retryConditions'],
];

it('has a public name for every type that a user may want to write down', () => {
  const forgotten = [...report.matchAll(/\(ae-forgotten-export\) The symbol "(\w+)"/g)].map(([, name]) => name);
  expect([...new Set(forgotten)].sort()).toEqual(nameless.toSorted());
});

it('says of everything public what it is for', () => {
  expect(report).not.toContain('(undocumented)');
});

it('keeps what only the package itself calls out of the declarations', () => {
  expect(report).not.toContain('@internal');
});
