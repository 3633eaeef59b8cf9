import { httpMethods, type HttpMethod, type OpenApiDocument, type OperationObject } from '../openapi/open-api.js';

/** An operation and where it is. */
export interface TableEntry {
  /** As in the API description: `/v1/services/{service}`. */
  readonly path: string;
  readonly method: HttpMethod;
  readonly operation: OperationObject;
}

/** All operations of an API description, in its order. */
export function operationTable({ paths }: OpenApiDocument): readonly TableEntry[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    httpMethods.flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [{ path, method, operation }];
    }),
  );
}
