import type { RegistryContent } from '../../registry/model/registry-content.js';
import type { BackendState } from '../../registry/registry.js';
import { sortBy } from '../../util/sort-by.js';
import type { FeedEvent } from './change-feed.js';

/** Writes one server-sent event; without an id it leaves the one before. */
export function sseEvent(event: string, data: unknown, id?: string): string {
  // JSON holds no line break, so the data is one line.
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** A comment, which readers pass over: it shows that the connection lives. */
export const sseHeartbeat = ': still here\n\n';

/** What is watched as it is now, of all services or of some. */
export function snapshotData(
  content: RegistryContent,
  backends: readonly BackendState[],
  isWatched: (service: string) => boolean,
): object {
  const services = sortBy(content.services.values(), ({ name }) => name).filter(({ name }) => isWatched(name));
  const instances = sortBy(content.instances, ([service]) => service)
    .filter(([service]) => isWatched(service))
    .flatMap(([, ofService]) => sortBy(ofService.values(), ({ id }) => id));
  return { services, instances, backends };
}

/** Writes an event of the feed. */
export function feedMessage(event: FeedEvent, id: string): string {
  switch (event.kind) {
    case 'change':
      return sseEvent('change', event.change, id);
    case 'backends':
      return sseEvent('backends', { backends: event.backends }, id);
  }
}
