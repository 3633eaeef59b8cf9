/** A request that the load generator sends again and again. */
export interface LoadRequest {
  /** Port of a gateway on the loopback address. */
  readonly port: number;
  /** Path and query. */
  readonly path: string;
  /** By name; `host` among them where a gateway serves certain hosts only. */
  readonly headers: Readonly<Record<string, string>>;
}
