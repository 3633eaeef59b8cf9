import { createCodec } from 'envoy-config-types/codec';
import { createSnapshotEncoder, type EncodedResource } from '../../../lib/xds/encode-resources.js';
import type { Snapshot } from '../../../lib/xds/snapshot.js';

const encode = createSnapshotEncoder(createCodec());

/** A snapshot of clusters and nothing else. Each is padded to some bytes, where that matters. */
export function clustersNamed(names: readonly string[], paddingBytes = 0): Snapshot<EncodedResource> {
  const clusters = names.map((name) => ({
    name,
    alt_stat_name: 'x'.repeat(paddingBytes),
    connect_timeout: '1s' as const,
    type: 'STATIC' as const,
  }));
  return encode({ clusters, endpoints: [], listeners: [], routes: [] });
}
