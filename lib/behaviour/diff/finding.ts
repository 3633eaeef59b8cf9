import type { MeshRequest } from '../mesh-request.js';
import type { AspectChange } from './behaviour-diff.js';
import type { ChangeSeverity } from './change-severity.js';

/** What is different for one class of requests of one proxy. */
export interface Finding {
  /** Name of the proxy; undefined: for whoever calls. */
  readonly from: string | undefined;
  readonly to: string;
  readonly when: string;
  readonly witness: MeshRequest | undefined;
  readonly before: string;
  readonly after: string;
  readonly aspects: readonly AspectChange[];
  readonly severity: ChangeSeverity;
  readonly routes: { readonly before: string | undefined; readonly after: string | undefined };
}
