import type { RegistryBackend } from './registry-backend.js';

/**
 * A backend whose store has a mark, which is gone where the store was emptied: then nothing is wiped. What is known stays, says
 * that it is stale, and writes are unavailable until the store is back, or is adopted.
 */
export interface MarkedBackend extends RegistryBackend {
  /** Names the store whose content is known; absent before any is. Changes when another one was adopted. */
  readonly incarnation: () => string | undefined;
  /**
   * Goes on with whatever the store holds now, also with nothing: for an operator who knows why it is another one. Replicas that
   * knew the same store as this one follow. Resolves to whether the store took it.
   */
  readonly adopt: () => Promise<boolean>;
}
