/** How a command reaches the mesh API. */
export interface AccessOptions {
  /** @default - MESHWRIGHT_SERVER, else `http://127.0.0.1:15050` */
  readonly server?: string;
  /** File that holds a token. @default - MESHWRIGHT_TOKEN */
  readonly tokenFile?: string;
  /** PEM file of the authorities that the server's certificate is trusted by. @default - MESHWRIGHT_CA_FILE, else the well-known ones */
  readonly caFile?: string;
  readonly json: boolean;
}
