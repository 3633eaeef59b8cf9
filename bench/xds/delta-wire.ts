/** What a load client looks at in a response. xDS: `DeltaDiscoveryResponse`. */
export interface DeltaResponse {
  readonly typeUrl: string;
  readonly nonce: Buffer;
  readonly names: readonly string[];
  readonly removed: readonly string[];
}

/** A request as far as a load client says anything. xDS: `DeltaDiscoveryRequest`. */
export interface DeltaQuestion {
  /** An encoded `core.v3.Node`. */
  readonly node?: Uint8Array;
  readonly typeUrl: string;
  readonly subscribe?: readonly string[];
  readonly nonce?: Uint8Array;
}

const requestFields = { node: 1, typeUrl: 2, subscribe: 3, nonce: 6 } as const;
const responseFields = { resources: 2, typeUrl: 4, nonce: 5, removed: 6 } as const;
const resourceName = 3;
const nodeIdField = 1;

/** Reads a response as far as it is looked at. */
export function readResponse(bytes: Buffer): DeltaResponse {
  let typeUrl = '';
  let nonce: Buffer = Buffer.alloc(0);
  const names: string[] = [];
  const removed: string[] = [];
  eachField(bytes, (field, value) => {
    if (field === responseFields.typeUrl) typeUrl = value.toString('latin1');
    if (field === responseFields.nonce) nonce = value;
    if (field === responseFields.removed) removed.push(value.toString('latin1'));
    if (field !== responseFields.resources) return;
    eachField(value, (inner, name) => {
      if (inner === resourceName) names.push(name.toString('latin1'));
    });
  });
  return { typeUrl, nonce, names, removed };
}

/** A request as far as a server must look at it that has its answers ready. */
export interface DeltaAsk {
  /** "" in all but the first request of a stream. */
  readonly nodeId: string;
  readonly typeUrl: string;
  /** Whether it answers a response. */
  readonly isAnswer: boolean;
}

/** Reads a request as far as a server must look at it that has its answers ready. */
export function readAsk(bytes: Buffer): DeltaAsk {
  let nodeId = '';
  let typeUrl = '';
  let isAnswer = false;
  eachField(bytes, (field, value) => {
    if (field === requestFields.typeUrl) typeUrl = value.toString('latin1');
    if (field === requestFields.nonce) isAnswer = true;
    if (field !== requestFields.node) return;
    eachField(value, (inner, id) => {
      if (inner === nodeIdField) nodeId = id.toString('latin1');
    });
  });
  return { nodeId, typeUrl, isAnswer };
}

/** Encodes a request. */
export function writeRequest({ node, typeUrl, subscribe = [], nonce }: DeltaQuestion): Buffer {
  return Buffer.concat([
    ...(node === undefined ? [] : [delimited(requestFields.node, node)]),
    delimited(requestFields.typeUrl, Buffer.from(typeUrl, 'latin1')),
    ...subscribe.map((name) => delimited(requestFields.subscribe, Buffer.from(name, 'latin1'))),
    ...(nonce === undefined ? [] : [delimited(requestFields.nonce, nonce)]),
  ]);
}

/** All fields of these messages are length-delimited; another wire type is a fault of this reader's assumption. */
function eachField(bytes: Buffer, take: (field: number, value: Buffer) => void): void {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    if ((tag & 7) !== 2) throw new Error(`unexpected wire type ${tag & 7}`);
    const length = varint();
    take(tag >> 3, bytes.subarray(at, at + length));
    at += length;
  }
}

function delimited(field: number, value: Uint8Array): Buffer {
  const head = [field * 8 + 2];
  let length = value.length;
  for (; length >= 0x80; length = Math.floor(length / 0x80)) head.push((length & 0x7f) | 0x80);
  return Buffer.concat([Buffer.from([...head, length]), value]);
}
