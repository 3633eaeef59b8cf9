import type { Clock } from '../../util/clock.js';
import type { KubeHttp } from './kube-http.js';
import type { KubeObject } from './kube-objects.js';

/** What is followed, and who hears of it. */
export interface FollowObjectsOptions {
  readonly http: KubeHttp;
  readonly clock: Clock;
  /** Of the list. */
  readonly path: string;
  readonly labelSelector?: string;
  /** All that there is; ends what was known before. */
  readonly onList: (objects: readonly KubeObject[]) => void;
  readonly onPut: (object: KubeObject) => void;
  readonly onRemove: (name: string) => void;
  readonly onProblem: (text: string) => void;
}

interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: KubeObject & { readonly code?: number };
}

// The server ends a watch then, and we begin another where it ended: so a watch that has died unseen does not last.
const watchSeconds = 240;
const retryMs = 200;

/**
 * Lists objects and watches them from there; lists them anew when the server no longer knows from where (410), or anything
 * else goes wrong. Ends with the returned function.
 */
export function followObjects(options: FollowObjectsOptions): () => void {
  const { http, clock, path } = options;
  const run = { isClosed: false, version: '' };
  const isClosed = (): boolean => run.isClosed;
  let endWatch = (): void => undefined;
  const selector =
    options.labelSelector === undefined ? '' : `labelSelector=${encodeURIComponent(options.labelSelector)}&`;
  const list = async (): Promise<void> => {
    const answer = await http.ask({ method: 'GET', path: `${path}?${selector}` });
    if (isClosed()) return;
    if (answer.kind !== 'answer') options.onProblem(answer.reason);
    else if (answer.status === 200) {
      // A list, by the API that was asked.
      const body = answer.body as { metadata: { resourceVersion: string }; items: readonly KubeObject[] };
      run.version = body.metadata.resourceVersion;
      options.onList(body.items);
    } else options.onProblem(`listing ${path}: ${String(answer.status)} ${messageOf(answer.body)}`);
  };
  const hear = (line: string): void => {
    if (isClosed() || run.version === '') return;
    // An event, by the API that was asked.
    const { type, object } = JSON.parse(line) as WatchEvent;
    if (type === 'ERROR') {
      run.version = '';
      return;
    }
    run.version = object.metadata.resourceVersion ?? run.version;
    if (type === 'DELETED') options.onRemove(object.metadata.name);
    else if (type !== 'BOOKMARK') options.onPut(object);
  };
  const watch = async (): Promise<void> => {
    const query = `${selector}watch=1&allowWatchBookmarks=true&timeoutSeconds=${String(watchSeconds)}&resourceVersion=${run.version}`;
    const stream = http.stream(`${path}?${query}`, hear);
    endWatch = stream.end;
    // Else all that may have been missed is listed.
    if ((await stream.ended) !== 200) run.version = '';
  };
  const loop = async (): Promise<void> => {
    while (!isClosed()) {
      if (run.version === '') await list();
      if (run.version === '' && !isClosed()) await pause(clock, retryMs);
      else if (!isClosed()) await watch();
    }
  };
  void loop();
  return () => {
    run.isClosed = true;
    endWatch();
  };
}

/** What the API server said of a failure. */
export function messageOf(body: unknown): string {
  const message = (body as { readonly message?: unknown } | null)?.message;
  return typeof message === 'string' ? message : '';
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
