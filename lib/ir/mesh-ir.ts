import type { Origin } from '../diagnostics/origin.js';
import type { Suppression } from '../diagnostics/suppression.js';
import type { ExternalService } from './external-service.js';
import type { Gateway } from './gateway.js';
import type { DestinationPolicies } from './policies/policies.js';
import type { Rollout } from './rollout/rollout.js';
import type { Service } from './service.js';

/** The version of this document's form. A reader accepts its own version only. */
export const irVersion = 1;

/**
 * A mesh as its program declares it: plain, frozen, JSON in and JSON out. `ir.json` holds one; its JSON Schema is
 * published as `meshwright/ir.schema.json`.
 */
export interface MeshIr {
  readonly irVersion: 1;
  /** A DNS label. */
  readonly name: string;
  /** Kubernetes namespace of everything in the mesh. */
  readonly namespace: string;
  /** SPIFFE trust domain of the identities. */
  readonly trustDomain: string;
  /** DNS suffix of the Kubernetes cluster. */
  readonly clusterDomain: string;
  readonly origin: Origin;
  /** What holds everywhere unless a narrower scope says otherwise. */
  readonly policies: DestinationPolicies;
  /** Sorted by name. */
  readonly services: readonly Service[];
  /** Sorted by name. */
  readonly gateways: readonly Gateway[];
  /** Sorted by name. */
  readonly externalServices: readonly ExternalService[];
  /** Sorted by name. */
  readonly rollouts: readonly Rollout[];
  /** Of the whole mesh; each says by its origin on which construct it stands. Sorted by construct and code. */
  readonly suppressions: readonly Suppression[];
}
