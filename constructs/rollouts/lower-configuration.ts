import { createDiagnostic } from '../../lib/diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic.js';
import type { Origin } from '../../lib/diagnostics/origin.js';
import type { ConfigurationChange } from '../../lib/ir/rollout/configuration-change.js';
import { configurationName } from '../../lib/ir/rollout/configuration-name.js';
import { MeshElement } from '../internal/mesh-element.js';
import type { DeclaredMesh } from '../internal/lower-mesh.js';
import type { Mesh } from '../mesh.js';

/** Which rollout a configuration is for. */
export interface ConfigurationContext {
  readonly rollout: string;
  readonly origin: Origin;
  /** The mesh that the rollout stands in. */
  readonly mesh: DeclaredMesh;
  readonly diagnostics: Diagnostic[];
}

/**
 * Reads another configuration of a mesh. Reports `rollout-configuration` where it is of another mesh, or has rollouts of its own.
 */
export function lowerConfiguration(candidate: Mesh, context: ConfigurationContext): ConfigurationChange {
  const { mesh, diagnostics } = context;
  const configuration = candidate.asConfiguration(diagnostics);
  diagnostics.push(...differences(configuration, context), ...rolloutsOf(candidate, context));
  const { policies, services, gateways, externalServices } = configuration;
  return {
    kind: 'configuration',
    services: mesh.services.map(({ name }) => name),
    from: configurationName(mesh),
    to: configurationName(configuration),
    candidate: { policies, services, gateways, externalServices },
  };
}

const whole = ['name', 'namespace', 'trustDomain', 'clusterDomain'] as const;

function differences(candidate: DeclaredMesh, { rollout, origin, mesh }: ConfigurationContext): readonly Diagnostic[] {
  return whole
    .filter((field) => candidate[field] !== mesh[field])
    .map((field) =>
      createDiagnostic('rollout-configuration', {
        message: `the configuration of rollout "${rollout}" is of a mesh with ${field} "${candidate[field]}", and not "${mesh[field]}"`,
        origin: candidate.origin,
        related: [{ message: `rollout "${rollout}" is declared`, origin }],
        hint: 'declare the same mesh in both, with other rules or policies',
      }),
    );
}

/** Whoever declares the mesh together with its rollout would declare it for ever. */
function rolloutsOf(candidate: Mesh, { rollout, origin }: ConfigurationContext): readonly Diagnostic[] {
  return candidate.node
    .findAll()
    .filter((element) => element instanceof MeshElement)
    .filter((element) => 'kind' in element && element.kind === 'rollout')
    .map((inner) =>
      createDiagnostic('rollout-configuration', {
        message: `the configuration of rollout "${rollout}" has a rollout of its own, "${inner.node.id}"`,
        origin: inner.origin,
        related: [{ message: `rollout "${rollout}" is declared`, origin }],
        hint: 'declare the rollout outside of what declares the mesh',
      }),
    );
}
