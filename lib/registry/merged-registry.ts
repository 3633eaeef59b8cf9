import type { Clock } from '../util/clock.js';
import { contentMerger } from './merge-contents.js';
import type { RegistryBackend, RegistryEvent } from './model/registry-backend.js';
import type { RegistryContent } from './model/registry-content.js';
import type { RegistryWrite } from './model/registry-write.js';
import type { RegistryWriteResult } from './model/registry-write-result.js';
import type { BackendState, Registry } from './registry.js';
import { emptyContent } from './rules/content-draft.js';

/** One backend, and what it told last. */
interface Member {
  readonly backend: RegistryBackend;
  content: RegistryContent;
  staleReason: string | undefined;
  readonly end: () => void;
}

/** A backend that takes a write and tells of it later is waited for so long. */
const tellMs = 1000;

/**
 * Joins backends, the first with the most to say, to one registry. It owns them: `close` closes all.
 *
 * @param clock bounds how long a write that is done waits until its backend tells of it.
 */
export function createRegistry(backends: readonly RegistryBackend[], clock: Clock): Registry {
  const listeners = new Set<() => void>();
  const merger = contentMerger();
  let merged: RegistryContent | undefined;
  const changed = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const members = backends.map((backend): Member => {
    let isMade = false;
    const hear = (event: RegistryEvent): void => {
      if (event.kind === 'content') {
        member.content = event.content;
        merged = undefined;
      }
      member.staleReason = event.kind === 'content' ? undefined : event.reason;
      if (isMade) changed();
    };
    const member: Member = {
      backend,
      content: emptyContent,
      staleReason: 'it has told nothing yet',
      end: () => {
        end();
      },
    };
    // It may tell at once, while `member` is there and `end` is not.
    const end = backend.watch(hear);
    isMade = true;
    return member;
  });
  const watch = (listener: () => void): (() => void) => {
    const own = (): void => {
      if (listeners.has(own)) listener();
    };
    listeners.add(own);
    return () => {
      listeners.delete(own);
    };
  };
  return {
    content: () => (merged ??= merger.merge(members.map(({ content }) => content))),
    backends: () => members.map(stateOf),
    watch,
    write: async (write, options) => {
      const writer = members.find(({ backend }) => backend.canWrite);
      if (writer === undefined) return readOnly('no backend takes writes');
      const holder = members.find(({ content }) => recordOf(content, write) !== undefined);
      if (holder !== undefined && holder !== writer)
        return readOnly(`the ${holder.backend.kind} backend holds it, and it is not written here`);
      const before = recordOf(writer.content, write)?.revision;
      const result = await writer.backend.write(write, options);
      if (result.kind === 'done') await hasTold({ writer, write, result, before, watch, clock });
      return result;
    },
    close: async () => {
      listeners.clear();
      for (const { end } of members) end();
      await Promise.all(backends.map((backend) => backend.close()));
    },
  };
}

function stateOf({ backend: { kind, canWrite }, staleReason }: Member): BackendState {
  return { kind, canWrite, ...(staleReason === undefined ? {} : { staleReason }) };
}

function readOnly(detail: string): RegistryWriteResult {
  return { kind: 'refused', reason: 'read-only', detail };
}

function recordOf(content: RegistryContent, write: RegistryWrite): { readonly revision: string } | undefined {
  if ('name' in write) return content.services.get(write.name);
  const { service, id } = 'key' in write ? write.key : write.instance;
  return content.instances.get(service)?.get(id);
}

interface Told {
  readonly writer: Member;
  readonly write: RegistryWrite;
  readonly result: Extract<RegistryWriteResult, { readonly kind: 'done' }>;
  /** Revision of the record before the write. */
  readonly before: string | undefined;
  readonly watch: Registry['watch'];
  readonly clock: Clock;
}

/** Resolves when the writer's content is no longer the one before the write, or cannot be expected to change. */
async function hasTold({ writer, write, result, before, watch, clock }: Told): Promise<void> {
  if (write.kind === 'renew-instance') return;
  const wanted = (result.instance ?? result.service)?.revision;
  const isTold = (): boolean => {
    const now = recordOf(writer.content, write)?.revision;
    return now === wanted || now !== before || writer.staleReason !== undefined;
  };
  if (isTold()) return;
  await new Promise<void>((resolve) => {
    const end = (): void => {
      stopWatch();
      stopTimer();
      resolve();
    };
    const stopWatch = watch(() => {
      if (isTold()) end();
    });
    const stopTimer = clock.after(tellMs, end);
  });
}
