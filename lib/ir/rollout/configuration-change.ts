import type { ExternalService } from '../external-service.js';
import type { Gateway } from '../gateway.js';
import type { DestinationPolicies } from '../policies/policies.js';
import type { Service } from '../service.js';

/** Another configuration of a mesh: other rules and policies for the same services and gateways. */
export interface ConfigurationChange {
  readonly kind: 'configuration';
  /** Names of the services whose requests are divided, sorted: as declared all, and once compiled those that the change concerns. */
  readonly services: readonly string[];
  /** Names what is in force now, by its content; what `to` was becomes `from` when the program takes the candidate over. */
  readonly from: string;
  /** Names the candidate, by its content. */
  readonly to: string;
  readonly candidate: ConfigurationParts;
}

/** The parts of a mesh in which rules and policies stand. */
export interface ConfigurationParts {
  /** What holds everywhere unless a narrower scope says otherwise. */
  readonly policies: DestinationPolicies;
  /** Sorted by name. */
  readonly services: readonly Service[];
  /** Sorted by name. */
  readonly gateways: readonly Gateway[];
  /** Sorted by name. */
  readonly externalServices: readonly ExternalService[];
}
