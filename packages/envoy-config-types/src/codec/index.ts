export { createCodec, type Codec } from './create-codec.js';
export { createDescriptorRegistry } from './create-descriptor-registry.js';
