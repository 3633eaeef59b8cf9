import type { Codec } from 'envoy-config-types/codec';
import type { LiveMesh } from '../../control-plane/live-mesh.js';
import type { ShareTable } from '../../control-plane/rollouts/create-share-table.js';
import type { CertificateSigner } from '../../identity/certificate-signer.js';
import type { RegistryWrite, WriteOptions } from '../../registry/model/registry-write.js';
import type { RegistryWriteResult } from '../../registry/model/registry-write-result.js';
import type { Clock } from '../../util/clock.js';
import type { Answer } from './answer.js';

/** What handlers work with. */
export interface ApiContext {
  readonly live: LiveMesh;
  readonly shares: ShareTable;
  readonly clock: Clock;
  readonly codec: Pick<Codec, 'toBinary' | 'fromBinary'>;
  /** The registry's own, with a span of its own where calls are traced. */
  readonly write: (write: RegistryWrite, options?: WriteOptions) => Promise<RegistryWriteResult>;
  /** Why a value is not as a schema of the API description says; undefined where it is. */
  readonly checkAs: (schema: 'ServiceInput' | 'InstanceInput', value: unknown) => Answer | undefined;
  /** Absent where the server has no certificate authority. */
  readonly signer: CertificateSigner | undefined;
  /** Why the server is not ready beside what the registry says; empty where it is. */
  readonly unreadyReasons: () => readonly string[];
  readonly metrics: () => Promise<string>;
}
