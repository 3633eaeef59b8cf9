/**
 * Splits a serialized FileDescriptorSet into its files without decoding them: callers need only names and
 * imports to slice, filter and index, and slices keep the bytes exactly as the dumper wrote them.
 */

/** Reads one base-128 varint. Lengths here are far below 2^31, so 32-bit arithmetic is enough. */
function readVarint(bytes, at) {
  let value = 0;
  let shift = 0;
  for (;;) {
    const byte = bytes[at++];
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return { value, at };
    shift += 7;
  }
}

/** Yields the length-delimited fields (wire type 2) of a message as `{number, start, end}`; skips the others. */
function* delimitedFields(bytes, start, end) {
  let at = start;
  while (at < end) {
    const tag = readVarint(bytes, at);
    const wireType = tag.value & 7;
    const next = readVarint(bytes, tag.at);
    if (wireType === 2) {
      yield { number: tag.value >>> 3, start: next.at, end: next.at + next.value, tagStart: at };
      at = next.at + next.value;
    } else if (wireType === 0) {
      at = next.at;
    } else {
      throw new Error(`unexpected wire type ${wireType} in a descriptor`);
    }
  }
}

/**
 * The files of a set in their stored order (dependencies first):
 * `{name, imports, bytes (entry with its tag), offset, length (of the FileDescriptorProto alone)}`.
 */
export function descriptorFiles(set) {
  const text = (field) => Buffer.from(set.buffer, set.byteOffset + field.start, field.end - field.start).toString();
  const files = [];
  for (const entry of delimitedFields(set, 0, set.length)) {
    const file = {
      name: '',
      imports: [],
      bytes: set.subarray(entry.tagStart, entry.end),
      offset: entry.start,
      length: entry.end - entry.start,
    };
    for (const field of delimitedFields(set, entry.start, entry.end)) {
      if (field.number === 1) file.name = text(field);
      if (field.number === 3) file.imports.push(text(field));
    }
    files.push(file);
  }
  return files;
}
