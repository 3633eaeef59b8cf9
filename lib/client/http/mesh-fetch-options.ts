import type { PickOptions } from '../balance/create-picker.js';
import type { RetryOptions } from './retry-options.js';

/** What a request may say beside what `fetch` knows. */
export interface MeshFetchOptions extends RequestInit, Omit<PickOptions, 'except'> {
  /** The whole request with its retries, in ms; less where it is part of something that has to be done earlier. @default 15000 */
  readonly timeoutMs?: number;
  /** @default - retries with the defaults of `RetryOptions` */
  readonly retries?: RetryOptions | 'none';
}
