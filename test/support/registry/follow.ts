import type { RegistryBackend, RegistryEvent } from '../../../lib/registry/model/registry-backend.js';
import type { RegistryContent } from '../../../lib/registry/model/registry-content.js';

/** What a backend has told since `follow` was called. */
export interface Followed {
  readonly events: readonly RegistryEvent[];
  /** The last content that was told. Throws before there is one. */
  readonly content: () => RegistryContent;
  /** Why the content is stale; undefined while it is not. */
  readonly staleReason: () => string | undefined;
  /** Resolves as soon as what was told last fulfils the condition; rejects, with what there is, after `withinMs` (20,000). */
  readonly until: (isTrue: (content: RegistryContent) => boolean, withinMs?: number) => Promise<RegistryContent>;
  /** Resolves as soon as the content is stale, or live. */
  readonly untilStale: () => Promise<string>;
  readonly end: () => void;
}

/** Listens to a backend and keeps what it tells. */
export function follow(backend: RegistryBackend): Followed {
  const events: RegistryEvent[] = [];
  const waiting = new Set<() => void>();
  let content: RegistryContent | undefined;
  let staleReason: string | undefined;
  const end = backend.watch((event) => {
    events.push(event);
    if (event.kind === 'content') content = event.content;
    staleReason = event.kind === 'stale' ? event.reason : undefined;
    for (const look of [...waiting]) look();
  });
  const until = <Value>(read: () => Value | undefined, withinMs: number): Promise<Value> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(look);
        reject(new Error(`it did not come within ${String(withinMs)} ms; there is ${describeContent(content)}`));
      }, withinMs);
      const look = (): void => {
        const value = read();
        if (value === undefined) return;
        waiting.delete(look);
        clearTimeout(timer);
        resolve(value);
      };
      waiting.add(look);
      look();
    });
  return {
    events,
    content: () => {
      if (content === undefined) throw new Error('no content was told yet');
      return content;
    },
    staleReason: () => staleReason,
    until: (isTrue, withinMs = 20_000) =>
      until(() => (content !== undefined && isTrue(content) ? content : undefined), withinMs),
    untilStale: () => until(() => staleReason, 20_000),
    end,
  };
}

function describeContent(content: RegistryContent | undefined): string {
  if (content === undefined) return 'nothing';
  const instances = [...content.instances.values()].flatMap((ofService) => [...ofService.values()]);
  return JSON.stringify({ services: [...content.services.values()], instances }).slice(0, 2000);
}
