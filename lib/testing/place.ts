import type { ExternalServiceReference, ServiceReference, VersionReference } from '../../constructs/references.js';

/**
 * Where a request can end: a service (any of its versions), one version, an external service; or the name of one, a
 * version as `reviews@v2`. Constructs are better than names: a version that does not exist does not compile.
 */
export type Place = string | ServiceReference | VersionReference | ExternalServiceReference;
