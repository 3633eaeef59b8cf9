import type { RequestStep } from '../../simulate/network/request-step.js';
import type { ExplainedStep } from './explained-step.js';
import type { OriginLookup } from './origin-of.js';

/** How a proxy took the connection, or why it did not. */
export function explainAcceptance({ accepted }: RequestStep, origins: OriginLookup): ExplainedStep {
  const listeners = accepted.listeners.map(({ name }) => name);
  const origin = origins.listener(listeners.at(-1) ?? '');
  if (accepted.kind === 'closed') return { kind: 'closed', listeners, reason: accepted.reason, origin };
  const { chain } = accepted;
  return { kind: 'accepted', listeners, chain: chain.name, speaks: chain.handler.kind, origin };
}
