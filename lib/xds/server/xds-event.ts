import type { Verdict } from '../protocol/verdict.js';
import type { ResourceType } from '../resource-types.js';

/** Whose stream it is that something happened on. */
export interface XdsStreamId {
  /** Counts the streams of a server: a node may have several, one for each type, or an old one beside a new one. */
  readonly stream: number;
  readonly nodeId: string;
  readonly group: string;
}

/**
 * What happens between the server and its clients. Of a resource it has the name and the version, never the content; of secrets the name
 * only, the version being "" and a refusal's words withheld.
 */
export type XdsEvent =
  /** A client was admitted, and has left. Between the two come the others of its stream. */
  | (XdsStreamId & { readonly kind: 'opened' | 'closed' })
  | (XdsStreamId & {
      readonly kind: 'sent';
      readonly type: ResourceType;
      /** Of the type as a whole, after this response. */
      readonly version: string;
      /** Sorted. */
      readonly names: readonly string[];
      readonly removed: readonly string[];
    })
  /** The client's word on what was sent. */
  | (XdsStreamId & Verdict)
  /**
   * `settled`: the client has answered the last response of a type, and nothing is left to send or to try again. It holds for that
   * type what it is to hold, but for what it has refused. `unsettled`: no longer so, be it that the new thing has to wait.
   */
  | (XdsStreamId & { readonly kind: 'settled' | 'unsettled'; readonly type: ResourceType })
  /** A client was not admitted. */
  | { readonly kind: 'refused'; readonly nodeId: string; readonly reason: string }
  /** The server ended a stream, because of what the client did or because it could serve it no longer. `nodeId` "": it never said. */
  | { readonly kind: 'failed'; readonly nodeId: string; readonly reason: string };
