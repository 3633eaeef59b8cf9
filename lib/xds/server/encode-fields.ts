/** A field of a message whose value has a length: its number, and text or bytes. */
export type WireField = readonly [field: number, value: string | Uint8Array];

const lengthDelimited = 2;

/**
 * Encodes fields in protobuf's binary form, and appends parts that are encoded already: the encoding of a message is the
 * encodings of its fields one after the other. For what is written for each response; it allocates once.
 */
export function encodeFields(fields: readonly WireField[], parts: readonly Uint8Array[] = []): Buffer {
  const lengths = fields.map(([, value]) => (typeof value === 'string' ? Buffer.byteLength(value) : value.length));
  let size = 0;
  for (const [index, [field]] of fields.entries()) {
    const length = lengths[index] ?? 0;
    size += varintSize(field << 3) + varintSize(length) + length;
  }
  for (const part of parts) size += part.length;
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const [index, [field, value]] of fields.entries()) {
    const length = lengths[index] ?? 0;
    at = writeVarint(bytes, (field << 3) | lengthDelimited, at);
    at = writeVarint(bytes, length, at);
    if (typeof value === 'string') bytes.write(value, at);
    else bytes.set(value, at);
    at += length;
  }
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 0x80; rest >>>= 7) size++;
  return size;
}

function writeVarint(bytes: Buffer, value: number, start: number): number {
  let at = start;
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) bytes[at++] = (rest & 0x7f) | 0x80;
  bytes[at++] = rest;
  return at;
}
