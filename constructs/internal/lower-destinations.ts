import { createDiagnostic } from '../../lib/diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic.js';
import type { Origin } from '../../lib/diagnostics/origin.js';
import type { Destination, WeightedDestination } from '../../lib/ir/route.js';
import type { ServiceReference } from '../references.js';
import type { DestinationSplit, SplitTarget, VersionSplit } from '../split.js';
import type { MeshScope } from './mesh-of.js';
import { meshOf } from './mesh-of.js';

/** Anything that `to` of a route may be, whatever the types of the route allow. */
export type AnyTarget = SplitTarget | VersionSplit<string> | DestinationSplit<SplitTarget>;

/** Where a rule stands, for reading its destinations. */
export interface DestinationContext {
  readonly mesh: MeshScope;
  /** Name of the service that the rule stands on; absent for gateways. */
  readonly owner?: string;
  readonly origin: Origin;
  readonly diagnostics: Diagnostic[];
}

/**
 * Reads the destinations of a rule; without any, all versions of the owner. Reports `foreign-mesh-reference`.
 */
export function lowerDestinations(target: AnyTarget | undefined, context: DestinationContext): WeightedDestination[] {
  if (target === undefined) {
    return context.owner === undefined
      ? []
      : [{ destination: { kind: 'service', service: context.owner }, weight: 100 }];
  }
  switch (target.kind) {
    case 'version-split':
      return target.shares.map(({ version, weight }) => ({
        destination: { kind: 'version', service: context.owner ?? '', version },
        weight,
      }));
    case 'destination-split':
      return target.shares.map(({ to, weight }) => ({ destination: lowerTarget(to, context), weight }));
    case 'service':
    case 'external-service':
    case 'version-reference':
    case 'port-reference':
      return [{ destination: lowerTarget(target, context), weight: 100 }];
  }
}

function lowerTarget(target: SplitTarget, context: DestinationContext): Destination {
  switch (target.kind) {
    case 'service':
    case 'external-service':
      reportForeign(target, context);
      return { kind: target.kind, service: target.name };
    case 'version-reference':
      reportForeign(target.service, context);
      return {
        kind: 'version',
        service: target.service.name,
        version: target.version,
        ...(target.port === undefined ? {} : { port: target.port }),
      };
    case 'port-reference':
      reportForeign(target.target, context);
      return { kind: target.target.kind, service: target.target.name, port: target.port };
  }
}

/** Reports a reference to a construct of another mesh; the two are compiled apart and cannot see each other. */
export function reportForeign(
  target: Pick<ServiceReference, 'node' | 'name'>,
  { mesh, origin, diagnostics }: Omit<DestinationContext, 'owner'>,
): void {
  const other = meshOf(target as ServiceReference); // only `node` is looked at
  if (other === mesh) return;
  diagnostics.push(
    createDiagnostic('foreign-mesh-reference', {
      message: `"${target.name}" belongs to mesh "${other.node.path}", this refers to it from mesh "${mesh.node.path}"`,
      origin,
      hint: 'declare the service in this mesh, or reach it as an ExternalService',
    }),
  );
}
