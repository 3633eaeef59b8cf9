import { fromBinary, type Message } from '@bufbuild/protobuf';
import { createCodec } from 'envoy-config-types/codec';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDeltaRequest, readSotwRequest } from '../../../lib/xds/server/read-request.js';

const codec = createCodec();
const discovery = 'envoy.service.discovery.v3';

/** All that a client may say, of which much is of no use here. */
const text = fc.string({ unit: 'grapheme' });
const node = fc.record({
  id: text,
  cluster: text,
  user_agent_name: text,
  metadata: fc.constant({ role: 'sidecar', labels: { a: '1' } }),
  locality: fc.record({ region: text }),
  extensions: fc.array(fc.record({ name: text, category: text, type_urls: fc.array(text) })),
});
const common = {
  node,
  type_url: text,
  response_nonce: text,
  error_detail: fc.record({ code: fc.integer({ min: -1, max: 20 }), message: text }),
};
const requests = {
  sotw: fc.record({ ...common, version_info: text, resource_names: fc.array(text) }, { requiredKeys: [] }),
  delta: fc.record(
    {
      ...common,
      resource_names_subscribe: fc.array(text),
      resource_names_unsubscribe: fc.array(text),
      initial_resource_versions: fc.dictionary(text, text),
    },
    { requiredKeys: [] },
  ),
};

type Read = (bytes: Uint8Array) => unknown;

/** The same fields as the API's own decoder reads them. */
function readWhole(variant: 'sotw' | 'delta', bytes: Uint8Array): unknown {
  const schema = codec.registry.getMessage(`${discovery}.${variant === 'delta' ? 'Delta' : ''}DiscoveryRequest`);
  if (schema === undefined) throw new Error('no such message');
  const read = fromBinary(schema, bytes) as Message & Readonly<Record<string, unknown>>;
  const { id = '', cluster = '' } = (read['node'] ?? {}) as { readonly id?: string; readonly cluster?: string };
  const detail = read['errorDetail'] as { readonly code: number; readonly message: string } | undefined;
  const { typeUrl, responseNonce } = read;
  const own =
    variant === 'sotw'
      ? { versionInfo: read['versionInfo'], resourceNames: read['resourceNames'] }
      : {
          subscribe: read['resourceNamesSubscribe'],
          unsubscribe: read['resourceNamesUnsubscribe'],
          initialVersions: new Map(Object.entries(read['initialResourceVersions'] as object)),
        };
  return {
    node: { id, cluster },
    request: {
      kind: variant,
      typeUrl,
      responseNonce,
      ...own,
      ...(detail === undefined ? {} : { error: { code: detail.code, message: detail.message } }),
    },
  };
}

const readers: readonly ['sotw' | 'delta', Read][] = [
  ['sotw', readSotwRequest],
  ['delta', readDeltaRequest],
];
const encoded = (variant: 'sotw' | 'delta'): fc.Arbitrary<Uint8Array> => {
  const name = `${discovery}.${variant === 'delta' ? 'Delta' : ''}DiscoveryRequest`;
  return requests[variant].map((request) => codec.toBinary(name, request));
};

test.each(readers)('%s: what a client says is read as the whole decoder of the API reads it', (variant, read) => {
  fc.assert(
    // Two messages one after the other are one in parts.
    fc.property(encoded(variant), encoded(variant), (first, second) => {
      const bytes = Buffer.concat([first, second]);
      expect(read(bytes)).toEqual(readWhole(variant, bytes));
    }),
  );
});

test.each(readers)(
  '%s: bytes that are damaged are read as a request of some kind, or refused by an error',
  (variant, read) => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(encoded(variant), damage, fc.nat({ max: 8 }), (whole, changes, cut) => {
        const bytes = whole.slice(0, Math.max(0, whole.length - cut));
        for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
        // What lies in a damaged part may be taken for anything, but for text it is taken whole or not at all.
        expect(outcome(() => read(bytes))).toEqual(
          expect.toSatisfy(
            (found) =>
              found instanceof Error ||
              /^\{"node":\{"id":".*","cluster":".*"\},"request":\{"kind":/s.test(JSON.stringify(found)),
          ),
        );
      }),
      { numRuns: 500 },
    );
  },
);

function outcome(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}
