export type { AnyConfig, AnyOf, Messages, TypeUrls } from "../types/any.js";
export type { JsonObject, JsonValue } from "../types/primitives.js";
export { pack, type PackableType, type Packed } from "./pack.js";
export { typeUrl } from "./type-url.js";
export type { Finding } from "./validator/finding.js";
export { createValidator, type ValidationResult, type Validator } from "./validator/create-validator.js";
export { createCodec, type Codec } from "./codec/create-codec.js";
export { createDescriptorRegistry } from "./codec/create-descriptor-registry.js";
