import type { ProblemKind } from '../problems/problem-kinds.js';

/** What is answered to a call. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** @default 'application/json' */
  readonly contentType?: string;
  /** Written as JSON unless it is a text. */
  readonly body?: unknown;
  /** Why the call was not carried out; absent where it was. */
  readonly problem?: ProblemKind;
  /** The revision that a write made, for the audit log. */
  readonly revision?: string;
  /** Name of the record in the body of the call, for the audit log: where the path does not name it. */
  readonly subject?: string;
  /** Of the certificate that was issued, for the audit log. */
  readonly serialNumber?: string;
}
