/** How a command reaches the mesh API. */
export interface AccessOptions {
  /** @default - MESHWRIGHT_SERVER, else `http://127.0.0.1:15050` */
  readonly server?: string;
  /** File that holds a token. @default - MESHWRIGHT_TOKEN */
  readonly tokenFile?: string;
  readonly json: boolean;
}
