import { createCodec } from 'envoy-config-types/codec';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resourceTypeUrls } from '../../../lib/envoy-resources/resource-type-urls.js';
import { createDiscoveryMessages } from '../../../lib/xds/server/discovery-messages.js';

const codec = createCodec();
const type = resourceTypeUrls.cluster;
// Long names too: lengths take one byte or more on the wire.
const name = fc.oneof(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ minLength: 120, maxLength: 20_000 }));
const resource = fc.tuple(name, fc.stringMatching(/^[0-9a-f]{16}$/)).map(([cluster, version]) => ({
  type,
  name: cluster,
  version,
  references: [],
  bytes: codec.toBinary('envoy.config.cluster.v3.Cluster', { name: cluster }),
}));
const response = fc.record({
  type: fc.constant(type),
  nonce: name,
  version: name,
  resources: fc.array(resource),
  removed: fc.array(name, { minLength: 1 }),
  missing: fc.constant([]),
});

test('an incremental response is what the API has for it', () => {
  fc.assert(
    fc.property(response, (said) => {
      const bytes = createDiscoveryMessages('delta').write(said);
      expect(codec.fromBinary('envoy.service.discovery.v3.DeltaDiscoveryResponse', bytes)).toEqual({
        system_version_info: said.version,
        type_url: type,
        nonce: said.nonce,
        removed_resources: said.removed,
        ...(said.resources.length === 0
          ? {}
          : {
              resources: said.resources.map((each) => ({
                name: each.name,
                version: each.version,
                resource: { '@type': type, name: each.name },
              })),
            }),
      });
    }),
  );
});

test('a response with the state of the world is what the API has for it', () => {
  fc.assert(
    fc.property(response, (said) => {
      const bytes = createDiscoveryMessages('sotw').write(said);
      expect(codec.fromBinary('envoy.service.discovery.v3.DiscoveryResponse', bytes)).toEqual({
        version_info: said.version,
        type_url: type,
        nonce: said.nonce,
        ...(said.resources.length === 0
          ? {}
          : { resources: said.resources.map((each) => ({ '@type': type, name: each.name })) }),
      });
    }),
  );
});
