import type { Clock } from '../../util/clock.js';
import type { RegistryContent } from '../model/registry-content.js';
import type { RegistryWrite } from '../model/registry-write.js';
import type { RegistryWriteResult } from '../model/registry-write-result.js';
import type { ToldContent } from '../rules/told-content.js';
import { namesOf } from './record-write.js';

/** Which write is waited for. */
export interface UntilToldOptions {
  readonly teller: ToldContent;
  readonly clock: Clock;
  readonly write: RegistryWrite;
  readonly result: Extract<RegistryWriteResult, { readonly kind: 'done' }>;
  /** A later write of somebody else may have hidden it. */
  readonly atMostMs: number;
}

/** Resolves when a write that was done has been told, for stores that tell it themselves. */
export function untilTold({ teller, clock, write, result, atMostMs }: UntilToldOptions): Promise<void> {
  return new Promise((resolve) => {
    let endWatch = (): void => undefined;
    const end = (): void => {
      stopTimer();
      queueMicrotask(() => {
        endWatch();
      });
      resolve();
    };
    const stopTimer = clock.after(atMostMs, end);
    endWatch = teller.watch((event) => {
      if (event.kind === 'stale' || isIn(event.content, write, result)) end();
    });
  });
}

function isIn(content: RegistryContent, write: RegistryWrite, result: UntilToldOptions['result']): boolean {
  const { service, id } = namesOf(write);
  const record = id === undefined ? content.services.get(service) : content.instances.get(service)?.get(id);
  return record?.revision === (id === undefined ? result.service : result.instance)?.revision;
}
