import { expect, test } from 'vitest';
import { readContent, writeContent } from '../../../lib/control-plane/last-content/content-json.js';
import { rememberContent } from '../../../lib/control-plane/last-content/remember-content.js';
import type { RegistryBackend, RegistryEvent } from '../../../lib/registry/model/registry-backend.js';
import type { RegistryContent } from '../../../lib/registry/model/registry-content.js';
import { fakeClock } from '../../support/fake-clock.js';
import { memoryRegistry } from '../../support/registry/memory-registry.js';

/** A content with one instance of a service. */
function contentOf(service: string): RegistryContent {
  const registry = memoryRegistry();
  registry.put(`${service}/1`, 80, { metadata: { shard: '7' }, version: 'v1', zone: 'z' });
  return registry.content();
}

/** A backend that tells what a test says, in front of a memory of what was kept. */
function start(kept?: RegistryContent) {
  const clock = fakeClock();
  const keptNow: RegistryContent[] = [];
  let tell: (event: RegistryEvent) => void = () => undefined;
  const store: RegistryBackend = {
    kind: 'remote',
    canWrite: true,
    watch: (listener) => {
      tell = listener;
      return () => undefined;
    },
    write: () => Promise.resolve({ kind: 'missing' }),
    close: () => Promise.resolve(),
  };
  const backend = rememberContent(
    store,
    { kept: kept === undefined ? undefined : { content: kept }, keep: (content) => void keptNow.push(content) },
    clock,
  );
  const heard: string[] = [];
  backend.watch((event) => {
    heard.push(event.kind === 'content' ? [...event.content.services.keys()].join() : `stale: ${event.reason}`);
  });
  return {
    backend,
    clock,
    keptNow,
    heard,
    tell: (event: RegistryEvent) => {
      tell(event);
    },
  };
}

test('a content is the same after it was written and read, with the name of its store', () => {
  const content = contentOf('reviews');
  expect(readContent(writeContent({ content, store: 'one' }))).toEqual({ content, store: 'one' });
  expect(readContent(writeContent({ content }))).toEqual({ content });
});

test.each(['', '{', 'null', '{"services": []}', '[]'])('text that is no content is none: %j', (text) => {
  expect(readContent(text)).toBeUndefined();
});

test('until the store is heard, what was kept of it is told, as stale', async () => {
  const { backend, heard, tell } = start(contentOf('kept'));
  await backend.isKnown;
  expect(heard).toEqual(['kept', 'stale: it was not reached since the start: this is what it held before']);
  tell({ kind: 'stale', reason: 'away' });
  tell({ kind: 'content', content: contentOf('fresh') });
  expect(heard.slice(2)).toEqual(['stale: away', 'fresh']);
});

test('who watches later hears what stands', () => {
  const { backend, tell } = start(contentOf('kept'));
  tell({ kind: 'content', content: contentOf('fresh') });
  tell({ kind: 'stale', reason: 'away' });
  const later: string[] = [];
  backend.watch((event) => void later.push(event.kind));
  expect(later).toEqual(['content', 'stale']);
});

test('where nothing was kept it is known with the first content, and not by being away', async () => {
  const { backend, tell } = start();
  let isKnown = false;
  void backend.isKnown.then(() => (isKnown = true));
  tell({ kind: 'stale', reason: 'away' });
  await Promise.resolve();
  expect(isKnown).toBe(false);
  tell({ kind: 'content', content: contentOf('fresh') });
  await backend.isKnown;
});

test('a change is kept at once, of many in a row one a second, and what there was when it is closed', async () => {
  const { backend, clock, keptNow, tell } = start();
  const [first, second, third] = [contentOf('a'), contentOf('b'), contentOf('c')];
  tell({ kind: 'content', content: first });
  tell({ kind: 'content', content: second });
  expect(keptNow).toEqual([first]);
  await clock.advance(1_000);
  expect(keptNow).toEqual([first, second]);
  tell({ kind: 'content', content: third });
  await backend.close();
  expect(keptNow).toEqual([first, second, third]);
});
