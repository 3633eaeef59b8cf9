/** Where a Redis (7 or newer, or Valkey) is to be found. */
export type RedisServer =
  /** `redis://` or `rediss://`, with user, password and database in it. */
  | { readonly kind: 'url'; readonly url: string }
  /** Sentinels name the primary; each `host:port`. */
  | {
      readonly kind: 'sentinel';
      readonly sentinels: readonly string[];
      readonly primaryName: string;
      readonly username?: string;
      readonly password?: string;
    }
  /** Some nodes of a Redis Cluster, each `host:port`; they name the others. */
  | {
      readonly kind: 'cluster';
      readonly nodes: readonly string[];
      readonly username?: string;
      readonly password?: string;
    };
