/** A JSON Schema of dialect 2020-12, as OpenAPI 3.1 uses it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Who may call an operation. `public`: everybody, without a token. */
export type Role = 'public' | 'reader' | 'operator' | 'workload';

/** A value that stands in the path, the query or a header. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly description: string;
  readonly schema: JsonSchema;
  readonly style?: string;
  readonly explode?: boolean;
}

/** What an operation answers with one status, or the name of a shared answer. */
export type ResponseObject =
  | { readonly $ref: string }
  | {
      readonly description: string;
      readonly headers?: Readonly<Record<string, { readonly $ref: string }>>;
      readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
    };

/** One method of one path. */
export interface OperationObject {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>;
  };
  /** By status. */
  readonly responses: Readonly<Record<string, ResponseObject>>;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly 'x-roles': readonly Role[];
  /** Bytes of a body; absent: 256 KiB. */
  readonly 'x-body-limit'?: number;
  /** Calls of one caller in so many ms, beside the limit for all that it calls. */
  readonly 'x-call-limit'?: { readonly max: number; readonly windowMs: number } | undefined;
}

/** Methods that the mesh API uses. */
export const httpMethods = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** One of `httpMethods`. */
export type HttpMethod = (typeof httpMethods)[number];

/** What can be done at one path. */
export type PathItem = Readonly<Partial<Record<HttpMethod, OperationObject>>>;

/** The whole description of the mesh API, by the OpenAPI Specification 3.1. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: Readonly<Record<string, unknown>>;
  readonly servers: readonly { readonly url: string; readonly description: string }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly responses: Readonly<Record<string, ResponseObject>>;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly securitySchemes: Readonly<Record<string, unknown>>;
  };
}
