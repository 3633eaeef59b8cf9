import type { ExternalServiceReference, PortReference, ServiceReference } from '../../constructs/references.js';

/** Who a request is for: a service or external service, one of its ports, or its name. */
export type Callee = string | ServiceReference | ExternalServiceReference | PortReference;
