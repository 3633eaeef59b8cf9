export type { AnyConfig, AnyOf, Messages, TypeUrls } from "../types/any.js";
export type { JsonObject, JsonValue } from "../types/primitives.js";
export { pack } from "./pack.js";
export { typeUrl } from "./type-url.js";
