import type { Verdict } from '../protocol/verdict.js';
import type { ResourceType } from '../resource-types.js';

/** What happens between the server and a node. */
export type XdsEvent =
  | { readonly kind: 'opened' | 'closed'; readonly nodeId: string }
  | {
      readonly kind: 'sent';
      readonly nodeId: string;
      readonly type: ResourceType;
      /** Sorted. */
      readonly names: readonly string[];
      readonly removed: readonly string[];
    }
  | (Verdict & { readonly nodeId: string });
