import type { Clock } from '../../util/clock.js';
import { withPatience } from '../with-patience.js';

/** Where notices are posted. */
export interface NoticePostOptions {
  /** `https:` or `http:`; may hold a secret, which no error tells. */
  readonly url: string;
  /** The platform's own. */
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** Until there has to be an answer, ms. @default 10000 */
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 10_000;

/**
 * Makes what posts JSON to one URL. It rejects for every answer but 2xx, for none in time, and for redirects, with an error that names the host
 * and nothing else of the URL.
 *
 * @throws Error where the URL is none; it does not quote it
 */
export function createNoticePost(options: NoticePostOptions): (id: string, body: unknown) => Promise<void> {
  const { clock, timeoutMs = defaultTimeoutMs } = options;
  const target = parse(options.url);
  const { username, password, host } = target;
  target.username = '';
  target.password = '';
  const credentials = [username, password].map(decodeURIComponent).join(':');
  const authorization =
    credentials === ':' ? {} : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
  const post = async (id: string, body: unknown, signal: AbortSignal): Promise<void> => {
    try {
      const answer = await options.fetch(target, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': id, ...authorization },
        body: JSON.stringify(body),
        redirect: 'manual',
        signal,
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new Refusal(`${host} answers ${answer.status}`);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      const late = `${host} has not answered within ${timeoutMs} ms`;
      throw new Refusal(signal.aborted ? late : `${host} cannot be reached: ${reasonOf(error)}`);
    }
  };
  return (id, body) => withPatience(clock, timeoutMs, (signal) => post(id, body, signal));
}

/** An error whose text holds no secret. */
class Refusal extends Error {
  override readonly name = 'NoticeRefusal';
}

function parse(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol))
    throw new Error('the URL for notices is not one of https: or http:');
  return parsed;
}

/** What the platform's own message says may quote the URL; its code does not. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (typeof cause !== 'object' || cause === null) return 'unknown';
  const { code, name } = cause as { readonly code?: unknown; readonly name?: unknown };
  return typeof code === 'string' ? code : typeof name === 'string' ? name : 'unknown';
}
