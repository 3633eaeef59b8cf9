/**
 * Splits a serialized FileDescriptorSet into its files without decoding them: callers need only names and
 * imports to slice, filter and index, and slices keep the bytes exactly as the dumper wrote them.
 */

/** Reads one base-128 varint. Lengths here are far below 2^31, so 32-bit arithmetic is enough. */
function readVarint(bytes, start) {
  let value = 0;
  for (let at = start, shift = 0; ; at++, shift += 7) {
    value |= (bytes[at] & 0x7f) << shift;
    if (bytes[at] < 0x80) return { value, at: at + 1 };
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
