import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const read = (name: string): string => readFileSync(resolve(import.meta.dirname, '../../etc', name), 'utf8');
const report = read('meshwright.api.md');
const testingReport = read('meshwright-testing.api.md');
const clientReport = read('meshwright-client.api.md');

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
  // What `abTest` makes of a `Condition`, and the versions of the service that a `Rollout` is of.
  ...['Match', 'MatchTerm', 'VersionsOf'],
  // The lists behind `PortProtocol` and `RetryCondition`.
  ...['portProtocols', 'retryConditions'],
];

it('has a public name for every type that a user may want to write down', () => {
  const forgotten = [...report.matchAll(/\(ae-forgotten-export\) The symbol "(\w+)"/g)].map(([, name]) => name);
  expect([...new Set(forgotten)].sort()).toEqual(nameless.toSorted());
});

it('has a public name, here or beside the constructs, for every type that a behaviour test may want to write down', () => {
  const named = [
    ...report.matchAll(/^export (?:declare )?(?:abstract )?(?:class|type|interface|function|const) (\w+)/gm),
  ];
  const constructs = named.map(([, name]) => name);
  const forgotten = [...testingReport.matchAll(/\(ae-forgotten-export\) The symbol "(\w+)"/g)].map(([, name]) => name);

  expect(forgotten).toContain('ServiceReference');
  expect(forgotten.filter((name) => !constructs.includes(name))).toEqual([]);
});

it('has a public name in meshwright/client for every type that a program may want to write down', () => {
  expect(clientReport).not.toContain('ae-forgotten-export');
});

it.each([
  ['meshwright', report],
  ['meshwright/testing', testingReport],
  ['meshwright/client', clientReport],
])('says of everything public in %s what it is for', (_, text) => {
  expect(text).not.toContain('(undocumented)');
});

it.each([
  ['meshwright', report],
  ['meshwright/testing', testingReport],
  ['meshwright/client', clientReport],
])('keeps what only the package itself calls out of the declarations of %s', (_, text) => {
  expect(text).not.toContain('@internal');
});
