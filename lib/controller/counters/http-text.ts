/** Speaks HTTP; `fetch` of the platform, or one that knows a proxy or a token. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What came of asking. */
export type HttpText =
  | { readonly kind: 'text'; readonly text: string }
  /** In words that go on after a name: "answered 500". */
  | { readonly kind: 'problem'; readonly problem: string };

/** What to ask, and how. */
export interface HttpTextRequest {
  readonly url: string;
  /** Of a form, sent by POST. Absent: GET. */
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** @default - the platform's */
  readonly fetch?: Fetch;
}

/** Bytes; who sends more does not send counters. */
const mostBytes = 256 * 2 ** 20;

/** Asks a server for a text. Never rejects. */
export async function httpText({
  url,
  form,
  headers,
  signal,
  fetch = globalThis.fetch,
}: HttpTextRequest): Promise<HttpText> {
  try {
    const response = await fetch(url, {
      signal,
      ...(headers === undefined ? {} : { headers }),
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    const text = await readText(response, signal);
    if (text === undefined) return { kind: 'problem', problem: 'answers without an end' };
    if (response.ok) return { kind: 'text', text };
    return { kind: 'problem', problem: `answered ${String(response.status)}${beginning(text)}` };
  } catch (error) {
    return {
      kind: 'problem',
      problem: signal.aborted ? 'did not answer in time' : `cannot be reached${causeOf(error)}`,
    };
  }
}

/** `fetch` says "fetch failed", and why in its cause. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error && cause.message !== '' ? ` (${cause.message})` : '';
}

function beginning(text: string): string {
  const line = text.trim().slice(0, 200).replaceAll(/\s+/g, ' ');
  return line === '' ? '' : ` (${line})`;
}

async function readText({ body }: Response, signal: AbortSignal): Promise<string | undefined> {
  if (body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  // Web streams of the platform can be iterated; their type in the DOM library does not say so.
  for await (const bytes of body as unknown as AsyncIterable<Uint8Array>) {
    signal.throwIfAborted();
    text += decoder.decode(bytes, { stream: true });
    if (text.length > mostBytes) return undefined;
  }
  return text + decoder.decode();
}
