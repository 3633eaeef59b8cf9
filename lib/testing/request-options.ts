import type { Callee } from './callee.js';

/** Headers by name, several values as a list; or name and value in the order sent. */
export type RequestHeaders =
  Readonly<Record<string, string | readonly string[]>> | readonly (readonly [name: string, value: string])[];

/** What a request says beside its method and URL. */
export interface RequestOptions {
  /** @default - none */
  readonly headers?: RequestHeaders;
  /**
   * Who it is for, where the URL is a path.
   *
   * @default - the URL's host; else the only HTTP service that the sender calls; at a gateway its only host
   */
  readonly to?: Callee;
  /** `Host`, where it is not the URL's. @default - as the URL says */
  readonly host?: string;
  /** IP address of the client. @default - one of the documentation ranges */
  readonly source?: string;
}
