import { BinaryReader } from '@bufbuild/protobuf/wire';
import type { DeltaRequest } from '../protocol/delta-request.js';
import type { SotwRequest } from '../protocol/sotw-request.js';
import type { ErrorDetail } from '../protocol/verdict.js';

/** What a client says of itself; empty in all but the first request of a stream. xDS: `core.v3.Node`. */
export interface ReadNode {
  readonly id: string;
  readonly cluster: string;
}

/** A request, and who sends it. */
export interface ReadRequest<T extends SotwRequest | DeltaRequest = SotwRequest | DeltaRequest> {
  readonly node: ReadNode;
  readonly request: T;
}

/** Reads one field that has come; the reader stands behind its tag. */
type FieldReader = (reader: BinaryReader) => void;

/**
 * Reads a `DiscoveryRequest` as far as it is used. What is not used is passed over: most of a first request are the
 * extensions of Envoy, some 100 KiB in a thousand messages.
 *
 * @throws Error when the bytes are no message
 */
export function readSotwRequest(bytes: Uint8Array): ReadRequest<SotwRequest> {
  const known = commonFields();
  const resourceNames: string[] = [];
  let versionInfo = '';
  readFields(new BinaryReader(bytes), undefined, {
    1: (reader) => (versionInfo = reader.string(true)),
    2: known.node,
    3: (reader) => resourceNames.push(reader.string(true)),
    4: known.typeUrl,
    5: known.responseNonce,
    6: known.errorDetail,
  });
  const { node, ...common } = known.result();
  return { node, request: { kind: 'sotw', versionInfo, resourceNames, ...common } };
}

/**
 * Reads a `DeltaDiscoveryRequest` as far as it is used.
 *
 * @throws Error when the bytes are no message
 */
export function readDeltaRequest(bytes: Uint8Array): ReadRequest<DeltaRequest> {
  const known = commonFields();
  const subscribe: string[] = [];
  const unsubscribe: string[] = [];
  const initialVersions = new Map<string, string>();
  readFields(new BinaryReader(bytes), undefined, {
    1: known.node,
    2: known.typeUrl,
    3: (reader) => subscribe.push(reader.string(true)),
    4: (reader) => unsubscribe.push(reader.string(true)),
    5: (reader) => {
      let [name, version] = ['', ''];
      readFields(reader, reader.uint32(), {
        1: (entry) => (name = entry.string(true)),
        2: (entry) => (version = entry.string(true)),
      });
      initialVersions.set(name, version);
    },
    6: known.responseNonce,
    7: known.errorDetail,
  });
  const { node, ...common } = known.result();
  return { node, request: { kind: 'delta', subscribe, unsubscribe, initialVersions, ...common } };
}

/** Readers of the fields that both requests have, by name: their numbers differ. */
function commonFields() {
  let node: ReadNode = { id: '', cluster: '' };
  let error: ErrorDetail | undefined;
  let [typeUrl, responseNonce] = ['', ''];
  return {
    // A message that comes in parts is the parts put together.
    node: (reader: BinaryReader) => {
      readFields(reader, reader.uint32(), {
        1: (part) => (node = { ...node, id: part.string(true) }),
        2: (part) => (node = { ...node, cluster: part.string(true) }),
      });
    },
    typeUrl: (reader: BinaryReader) => (typeUrl = reader.string(true)),
    responseNonce: (reader: BinaryReader) => (responseNonce = reader.string(true)),
    // `google.rpc.Status`
    errorDetail: (reader: BinaryReader) => {
      let detail = error ?? { code: 0, message: '' };
      readFields(reader, reader.uint32(), {
        1: (part) => (detail = { ...detail, code: part.int32() }),
        2: (part) => (detail = { ...detail, message: part.string(true) }),
      });
      error = detail;
    },
    result: () => ({ node, typeUrl, responseNonce, ...(error === undefined ? {} : { error }) }),
  };
}

/** Reads a message of a length, or to the end; fields without a reader are passed over. */
function readFields(
  reader: BinaryReader,
  length: number | undefined,
  readers: Readonly<Record<number, FieldReader>>,
): void {
  const end = length === undefined ? reader.len : reader.pos + length;
  while (reader.pos < end) {
    const [field, wireType] = reader.tag();
    const read = readers[field];
    if (read === undefined) reader.skip(wireType, field);
    else read(reader);
  }
}
