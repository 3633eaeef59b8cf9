export type { AnyConfig, AnyOf, Messages, TypeUrls } from '../types/any.js';
export type { JsonObject, JsonValue } from '../types/primitives.js';
export { createCodec, createDescriptorRegistry, type Codec } from './codec/index.js';
export { pack, type PackableType, type Packed } from './pack.js';
export { typeUrl } from './type-url.js';
export { createValidator, type Finding, type ValidationResult, type Validator } from './validator/index.js';
