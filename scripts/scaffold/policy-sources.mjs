// The sources of a new policy, as new-policy.mjs writes them. What needs a thought says `Todo`.

const scopesOf = { destination: 'mesh, service, version and call edge', route: 'route' };

export function irSource({ pascal, words }, scope) {
  return `import type { Origin } from '../../diagnostics/origin.js';

/** What ${words} is for. Stands at ${scopesOf[scope]} scope; enforced by the client proxy. Envoy: \`…\`. */
export interface ${pascal}Policy {
  readonly origin: Origin;
  /** Unit and range. */
  readonly setting?: Todo;
}
`;
}

export function constructSource({ slug, camel, pascal, words }) {
  return `import type { Origin } from '../../lib/diagnostics/origin.js';
import type { ${pascal}Policy } from '../../lib/ir/policies/${slug}.js';

/** What ${words} is for. Envoy: \`…\`. */
export interface ${pascal}Props {
  /** Unit and range. @default - … */
  readonly setting?: Todo;
}

/** Props of everything that can hold ${words}. */
export interface With${pascal} {
  /**
   * What ${words} is for.
   *
   * @default - the next wider scope's, field by field; without any none
   */
  readonly ${camel}?: ${pascal}Props;
}

/** Lowers ${words}; nothing when none is given. */
export function lower${pascal}({ ${camel} }: With${pascal}, origin: Origin): { ${camel}?: ${pascal}Policy } {
  return ${camel} === undefined ? {} : { ${camel}: { ...${camel}, origin } };
}
`;
}

export function problemsSource({ slug, camel, pascal, words }) {
  return `import type { ${pascal}Policy } from '../../ir/policies/${slug}.js';
import { expectWholeNumber } from './expect-whole-number.js';
import type { ValueProblem } from './value-problem.js';

/** Judges the values of ${words}. */
export function* ${camel}Problems({ setting }: ${pascal}Policy): Generator<ValueProblem> {
  yield* expectWholeNumber('setting of ${words}', setting, { from: 0, to: 0 } as Todo);
}
`;
}

export function effectiveSource({ slug, camel, pascal, words }) {
  return `import type { EffectivePolicy } from '../ir/effective-mesh.js';
import type { ${pascal}Policy } from '../ir/policies/${slug}.js';
import { byDefault, resolveFieldOr, type PolicyLayers } from './policy-layers.js';

/** Resolves ${words} field by field; nothing where no scope gives any. */
export function effective${pascal}(layers: PolicyLayers, path: string): EffectivePolicy<${pascal}Policy> | undefined {
  if (!layers.some(({ ${camel} }) => ${camel} !== undefined)) return undefined;
  return { setting: resolveFieldOr(layers, '${camel}', 'setting', byDefault(0 as Todo, path)) };
}
`;
}

export function envoySource({ slug, camel, pascal, words }, scope) {
  const [message, file] = scope === 'route' ? ['Route', 'route'] : ['Cluster', 'cluster'];
  const decided = scope === 'route' ? 'match' : 'name';
  return `import type { ${message}_Fields } from 'envoy-config-types/envoy/config/${file}/v3';
import type { EffectivePolicy } from '../../../ir/effective-mesh.js';
import type { ${pascal}Policy } from '../../../ir/policies/${slug}.js';

/** The fields of a ${file} that carry ${words}. Envoy: \`config.${file}.v3.${message}.…\`. */
export function ${camel}Fields({ setting }: EffectivePolicy<${pascal}Policy>): Partial<Omit<${message}_Fields, '${decided}'>> {
  return { ${camel}: setting.value } as Todo;
}
`;
}
