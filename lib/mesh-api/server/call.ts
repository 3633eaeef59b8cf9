import type { Principal } from '../auth/principal.js';
import type { TracedWork } from '../tracing/api-tracing.js';
import type { TableEntry } from './operation-table.js';

/** A call that is under way. */
export interface Call {
  readonly id: string;
  /** On the monotonic clock, ms. */
  readonly startedAt: number;
  readonly principal: Principal;
  readonly entry: TableEntry | undefined;
  readonly work: TracedWork | undefined;
}
