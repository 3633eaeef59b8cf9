import type { StoredToken } from '../../mesh-api/auth/stored-token.js';
import type { ApiLimits } from '../../mesh-api/server/api-limits.js';
import type { ServerTls } from '../../mesh-api/server/create-server-of.js';
import type { Clock } from '../../util/clock.js';
import type { RolloutController } from '../rollout-controller.js';

/** How the API of a controller is started. */
export interface RolloutApiOptions {
  /** Stays the caller's. */
  readonly controller: RolloutController;
  readonly clock: Clock;
  /** A new random id, letters, digits and `-`: for calls, and for commands that come without one. */
  readonly newId: () => string;
  /** Where it listens; port 0 takes a free one. */
  readonly address: { readonly host: string; readonly port: number };
  /**
   * Callers that are let in, a `reader` to read and an `operator` to command; read at each call. While it is empty everybody is let in who names the
   * server by `localhost` or an address, so that no page of the web can reach it by a name of its own.
   *
   * @default - none
   */
  readonly tokens?: () => readonly StoredToken[];
  /** What may be done while there are no tokens. @default 'commands' */
  readonly openTo?: 'commands' | 'reads';
  /** @default - plain HTTP */
  readonly tls?: ServerTls;
  /** @default - those of the mesh API; streams: 200, with a sign of life every 15 s */
  readonly limits?: ApiLimits;
}
