import type { InstanceDescription } from '../../../../lib/registry/model/instance-record.js';
import type { RegistryBackend } from '../../../../lib/registry/model/registry-backend.js';

/** A backend on a store that holds nothing yet. */
export interface BackendUnderTest {
  readonly backend: RegistryBackend;
  /** Another client of the same store, as another process or connection is; where `clients` says so. */
  readonly second?: RegistryBackend;
  /** Lets time go on, for the backend and its store. Absent: real time is waited for. */
  readonly advance?: (ms: number) => Promise<void>;
  /** Of read-only backends: makes their source hold these instances, and nothing else, by its own means. */
  readonly seed?: (instances: readonly InstanceDescription[]) => Promise<void>;
  /** Ends what belongs to the test, after the backends are closed. */
  readonly stop?: () => Promise<void>;
}

/** What of the contract a backend has. What it lacks its own docstring explains. */
export interface BackendCapabilities {
  /** It takes writes; else the suite seeds its source. */
  readonly writes: boolean;
  /** Its store removes instances whose lease ends, within `expiryMs` (10,000). */
  readonly leases: boolean;
  readonly expiryMs?: number;
  /** A request id is done once. */
  readonly requestIds: boolean;
  /** Fencing tokens are compared in the store. */
  readonly fencing: boolean;
  /** Several clients may have the store at once. */
  readonly clients: boolean;
  /** How many instances the suite registers at once. @default 1000 */
  readonly manyInstances?: number;
  /** Random histories: how many, of up to 25 writes. @default 20 */
  readonly histories?: number;
}

/** How the suite makes backends. */
export interface BackendContract {
  /** Begins each test's name. */
  readonly name: string;
  readonly create: () => Promise<BackendUnderTest>;
  readonly capabilities: BackendCapabilities;
}
