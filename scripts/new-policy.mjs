// Writes what a new policy needs in every layer, with one field for a start. Each place that needs a thought says `Todo`, a
// type that nothing declares: `npm run check:types` lists them until the last one is gone.
import { existsSync, readdirSync } from 'node:fs';
import { constructSource, effectiveSource, envoySource, irSource, problemsSource } from './scaffold/policy-sources.mjs';
import { fixtureSource, testSource } from './scaffold/policy-tests.mjs';
import { namesOf, report, root, run, Scaffold } from './scaffold/scaffold.mjs';

const next = `Rename the field \`setting\`, and replace every \`Todo\`: npm run check:types lists them.
Then: npm run schema; npm run build; npm run api; a test on a real Envoy in test/e2e; a line in CHANGELOG.md.`;

run('node scripts/new-policy.mjs <slug> [destination|route]', async ([slug = '', scope = 'destination']) => {
  if (!['destination', 'route'].includes(scope)) throw new Error(`"${scope}" is neither destination nor route`);
  const scaffold = new Scaffold();
  const names = namesOf(slug);
  addToLayers(scaffold, names, scope);
  if (scope === 'route') addToRoutes(scaffold, names);
  else addToDestinations(scaffold, names);
  report(await scaffold.write(), next);
});

function addToLayers(scaffold, names, scope) {
  const { slug, camel, pascal } = names;
  scaffold.create(`lib/ir/policies/${slug}.ts`, irSource(names, scope));
  scaffold.addImport('lib/ir/policies/policies.ts', `import type { ${pascal}Policy } from './${slug}.js';`);
  scaffold.after(
    'lib/ir/policies/policies.ts',
    bodyOf('interface PolicyByKind'),
    `readonly ${camel}: ${pascal}Policy;`,
  );
  scaffold.addImport('lib/ir/effective-mesh.ts', `import type { ${pascal}Policy } from './policies/${slug}.js';`);

  scaffold.create(`constructs/policies/${slug}.ts`, constructSource(names));
  const exported = `export type { ${pascal}Props, With${pascal} } from './policies/${slug}.js';`;
  scaffold.before('constructs/index.ts', /^.* from '\.\/ports\.js';$/m, `${exported}\n`);

  scaffold.create(`lib/analysis/values/${slug}-problems.ts`, problemsSource(names));
  const judges = 'lib/analysis/values/policy-problems.ts';
  scaffold.addImport(judges, `import { ${camel}Problems } from './${slug}-problems.js';`);
  scaffold.after(judges, bodyOf('const judges'), `${camel}: ${camel}Problems,`);

  scaffold.create(`lib/passes/effective-${slug}.ts`, effectiveSource(names));
  for (const target of readdirSync(`${root}lib/targets`)) {
    const capabilities = `lib/targets/${target}/capabilities.ts`;
    if (!existsSync(root + capabilities)) continue;
    scaffold.before(capabilities, /^\}\) satisfies /m, `${camel}: { level: 'none', note: 'not yet' } as Todo,\n`);
  }
  scaffold.create(`test/passes/${slug}.test.ts`, testSource(names, scope));
  scaffold.create(`test/fixtures/diagnostics/error-invalid-value-${slug}/program.ts`, fixtureSource(names, scope));
}

function addToDestinations(scaffold, names) {
  const { slug, camel, pascal } = names;
  const constructs = 'constructs/policies/destination-policies.ts';
  scaffold.addImport(constructs, `import { lower${pascal}, type With${pascal} } from './${slug}.js';`);
  scaffold.before(constructs, / \{\}$/m, `, With${pascal}`);
  scaffold.after(constructs, /^ {2}return \{\n/m, `...lower${pascal}(props, origin),`);

  const resolved = `readonly ${camel}?: EffectivePolicy<${pascal}Policy>;`;
  scaffold.after('lib/ir/effective-mesh.ts', bodyOf('interface EffectiveDestination'), resolved);
  const pass = 'lib/passes/effective-destination.ts';
  scaffold.addImport(pass, `import { effective${pascal} } from './effective-${slug}.js';`);
  scaffold.before(pass, /^ {2}return \{\n {4}name: /m, `const ${camel} = effective${pascal}(layers, path);`);
  scaffold.after(pass, /^ {4}\.\.\.\(outlierDetection === .*\n/m, spread(camel, `{ ${camel} }`));

  scaffold.create(`lib/targets/envoy/clusters/${slug}.ts`, envoySource(names, 'destination'));
  const clusters = 'lib/targets/envoy/clusters/destination-clusters.ts';
  scaffold.addImport(clusters, `import { ${camel}Fields } from './${slug}.js';`);
  const fields = spread(`destination.${camel}`, `${camel}Fields(destination.${camel})`);
  scaffold.after(clusters, /^ {4}\.\.\.\(outliers === .*\n/m, fields);
  const row = `[\`\${key}#${camel}.\${field}\`, origin]`;
  const rows = `...Object.entries(destination.${camel} ?? {}).map(([field, { origin }]): OriginRow => ${row}),`;
  scaffold.before('lib/targets/envoy/clusters/destination-origin-rows.ts', /^ {2}\];$/m, rows);
}

function addToRoutes(scaffold, names) {
  const { slug, camel, pascal } = names;
  const policies = 'lib/ir/policies/policies.ts';
  scaffold.after(policies, /RoutePolicies = [^;]*'fault'/, ` | '${camel}'`);
  scaffold.after(policies, /DestinationPolicies = [^;]*'fault'/, ` | '${camel}'`);
  scaffold.addImport('constructs/route.ts', `import type { With${pascal} } from './policies/${slug}.js';`);
  scaffold.after('constructs/route.ts', /interface HttpRuleProps extends [^{]*(?= \{)/, `, With${pascal}`);
  const lower = 'constructs/internal/lower-route.ts';
  scaffold.addImport(lower, `import { lower${pascal} } from '../policies/${slug}.js';`);
  scaffold.after(lower, /^ {4}policies: \{/m, `...lower${pascal}(props, origin),`);

  const resolved = `readonly ${camel}?: EffectivePolicy<${pascal}Policy>;`;
  scaffold.after('lib/ir/effective-mesh.ts', bodyOf('interface EffectiveHttpRoute'), resolved);
  const pass = 'lib/passes/effective-route-policies.ts';
  scaffold.addImport(pass, `import type { EffectivePolicy } from '../ir/effective-mesh.js';`);
  scaffold.addImport(pass, `import type { ${pascal}Policy } from '../ir/policies/${slug}.js';`);
  scaffold.addImport(pass, `import { effective${pascal} } from './effective-${slug}.js';`);
  scaffold.after(pass, bodyOf('interface EffectiveRoutePolicies'), resolved);
  scaffold.before(pass, /^ {2}return \{\n {4}timeout: /m, `const ${camel} = effective${pascal}(layers, path);`);
  scaffold.after(pass, /^ {4}\.\.\.\(fault === .*\n/m, spread(camel, `{ ${camel} }`));

  scaffold.create(`lib/targets/envoy/routes/${slug}.ts`, envoySource(names, 'route'));
  const route = 'lib/targets/envoy/routes/http-route.ts';
  scaffold.addImport(route, `import { ${camel}Fields } from './${slug}.js';`);
  scaffold.after(
    route,
    /^ {4}\.\.\.\(route\.fault === .*\n/m,
    spread(`route.${camel}`, `${camel}Fields(route.${camel})`),
  );
  const row = `'${camel}.setting': route.${camel}?.setting,`;
  scaffold.before('lib/targets/envoy/routes/route-origin-rows.ts', /^ {4}fault,$/m, row);
}

/** A declaration up to the line that closes it. */
function bodyOf(head) {
  return new RegExp(`^.*${head}\\b.*\\{\\n(?:(?!\\}).*\\n)*`, 'm');
}

function spread(value, fields) {
  return `...(${value} === undefined ? {} : ${fields}),`;
}
