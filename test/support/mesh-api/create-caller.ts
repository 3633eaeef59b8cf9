import { checkAnswer } from './check-answer.js';

/** What came back. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  /** JSON that was parsed; a text of another type as it is; undefined where nothing came. */
  readonly body: unknown;
}

/** What goes with a call. */
export interface CallParts {
  /** Sent as JSON, unless it is a text. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Makes calls with one token. Each answer is held against the API description. */
export type Caller = (method: string, path: string, parts?: CallParts) => Promise<Answered>;

/** Makes a caller. */
export function createCaller(url: string, token?: string): Caller {
  return async (method, path, { body, headers = {} } = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined
          ? {}
          : { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    const isJson = type.split(';')[0]?.endsWith('json') === true && text !== '';
    const answered = {
      status: response.status,
      headers: response.headers,
      body: isJson ? (JSON.parse(text) as unknown) : text === '' ? undefined : text,
    };
    checkAnswer(method, path, answered);
    return answered;
  };
}
