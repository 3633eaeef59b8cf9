import {
  createFileRegistry,
  createMutableRegistry,
  fromBinary,
  type DescFile,
  type MutableRegistry,
  type Registry,
} from '@bufbuild/protobuf';
import { nestedTypes } from '@bufbuild/protobuf/reflect';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { openDescriptorSource, type DescriptorSource } from './descriptor-source.js';

/** Decodes a file and, first, what it imports; each file once. */
function fileLoader(source: DescriptorSource, registry: MutableRegistry): (file: string) => DescFile {
  // Kept without their own imports: createFileRegistry walks the imports of what it is given again and again, which
  // costs more than decoding (220 ms against 90 ms for a bootstrap), and a file needs only its direct imports.
  const loaded = new Map<string, DescFile>();
  function load(file: string): DescFile {
    const known = loaded.get(file);
    if (known !== undefined) return known;
    for (const imported of source.imports(file)) load(imported);
    const proto = fromBinary(FileDescriptorProtoSchema, source.bytes(file));
    const desc = createFileRegistry(proto, (imported) => loaded.get(imported)).getFile(file);
    if (desc === undefined) throw new Error(`descriptor of ${file} could not be built`);
    loaded.set(file, { ...desc, dependencies: [] });
    for (const type of nestedTypes(desc)) registry.add(type);
    return desc;
  }
  return load;
}

/**
 * Creates a protobuf-es registry of Envoy's v3 API that decodes descriptors as they are asked for: a Bootstrap with
 * listeners and clusters needs a fifth of the set. It serves `getMessage` and `getService`, which is what a codec and
 * a gRPC service definition need; iteration gives only what has been loaded so far.
 */
export function createDescriptorRegistry(): Registry {
  const registry = createMutableRegistry();
  const source = openDescriptorSource();
  const load = fileLoader(source, registry);
  const ensure = (typeName: string): void => {
    const file = registry.get(typeName) === undefined ? source.fileOf(typeName) : undefined;
    if (file !== undefined) load(file);
  };
  return {
    kind: 'registry',
    [Symbol.iterator]: () => registry[Symbol.iterator](),
    get: (typeName) => (ensure(typeName), registry.get(typeName)),
    getMessage: (typeName) => (ensure(typeName), registry.getMessage(typeName)),
    getEnum: (typeName) => (ensure(typeName), registry.getEnum(typeName)),
    getExtension: (typeName) => (ensure(typeName), registry.getExtension(typeName)),
    getExtensionFor: (extendee, number) => registry.getExtensionFor(extendee, number),
    getService: (typeName) => (ensure(typeName), registry.getService(typeName)),
  };
}
