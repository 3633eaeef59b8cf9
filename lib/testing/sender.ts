import type { Gateway } from '../../constructs/gateway.js';
import type { ServiceReference } from '../../constructs/references.js';

/** Who sends a request: a service of the mesh, or a gateway, which stands for a client outside at its door. Or the name of one. */
export type Sender = string | ServiceReference | Gateway;
