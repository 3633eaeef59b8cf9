import { readFileSync } from 'node:fs';

/** Place of one file of the descriptor set. */
interface FileEntry {
  readonly offset: number;
  readonly length: number;
  readonly imports: readonly string[];
}

/** Reads single files out of the committed descriptor set, so that only what is used gets decoded. */
export interface DescriptorSource {
  /** Path of the `.proto` that defines a message, enum, service or extension; undefined for an unknown name. */
  fileOf(typeName: string): string | undefined;
  /** Imports of a file. */
  imports(file: string): readonly string[];
  /** Serialized `FileDescriptorProto` of a file; a view of the set, not to be changed. */
  bytes(file: string): Uint8Array;
}

/** Opens the descriptor set and the index that `scripts/gen-schema.mjs` made of it. */
export function openDescriptorSource(): DescriptorSource {
  const root = new URL('../../', import.meta.url);
  const set = readFileSync(new URL('data/envoy-v3.binpb', root));
  // Written by our own generator from the same set, so its shape is known.
  const index = JSON.parse(readFileSync(new URL('generated/descriptor-index.json', root), 'utf8')) as {
    readonly files: Readonly<Record<string, FileEntry>>;
    readonly fileByType: Readonly<Record<string, string>>;
  };
  const entry = (file: string): FileEntry => {
    const found = index.files[file];
    if (found === undefined) throw new Error(`descriptor set has no file ${file}`);
    return found;
  };
  return {
    fileOf: (typeName) => (Object.hasOwn(index.fileByType, typeName) ? index.fileByType[typeName] : undefined),
    imports: (file) => entry(file).imports,
    bytes: (file) => set.subarray(entry(file).offset, entry(file).offset + entry(file).length),
  };
}
