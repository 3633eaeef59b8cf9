/** Rules of any TypeScript project. */
export const hygiene = [
  {
    name: 'no-circular',
    severity: 'error',
    comment: 'Of two modules that need each other neither can be understood alone. Types may: they vanish.',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'no-orphans',
    severity: 'error',
    comment: 'A module that nobody imports is dead.',
    from: { orphan: true, path: '^(constructs|lib)/', pathNot: ['\\.d\\.ts$', '^lib/cli/main\\.ts$'] },
    to: {},
  },
  {
    name: 'not-to-unresolvable',
    severity: 'error',
    comment: 'The import leads nowhere.',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'not-to-dev-dep',
    severity: 'error',
    comment: 'A development dependency is not there on a machine of a user.',
    from: { path: '^(constructs|lib|packages/[^/]+/src)/' },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm-peer'] },
  },
  {
    name: 'not-to-undeclared',
    severity: 'error',
    comment: 'What package.json does not name is there by luck.',
    from: { path: '^(constructs|lib|packages/[^/]+/src)/' },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
];
