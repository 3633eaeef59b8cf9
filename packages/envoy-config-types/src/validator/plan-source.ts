import type { ApiSchema } from '../schema/api-schema.js';
import type { MessagePlan } from './message-plan.js';

/** What plans and checks need of each other: built once for a validator, each message's plan on first use. */
export interface PlanSource {
  readonly schema: ApiSchema;
  /**
   * Plan of a message type.
   *
   * @param categories - extension categories that the field which holds the message prescribes; used only by the
   *   generic carriers (HttpFilter, TransportSocket, TypedExtensionConfig)
   */
  plan(type: string, categories?: readonly string[]): MessagePlan | undefined;
}
