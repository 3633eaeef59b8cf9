import type { AbortableFetch } from '../../mesh-api/client/fetch-trusting.js';

/**
 * Fetches, and breaks off when nothing has come for so long: a connection whose other end vanished without a word looks
 * like one that has nothing to say.
 */
export async function fetchUnlessSilent(request: Request, silenceMs: number, fetch: AbortableFetch): Promise<Response> {
  const silence = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      silence.abort(new Error(`nothing was heard for ${silenceMs} ms`));
    }, silenceMs);
    timer.unref();
  };
  heard();
  try {
    const response = await fetch(request, { signal: AbortSignal.any([request.signal, silence.signal]) });
    const body = response.body?.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform: (chunk, controller) => {
          heard();
          controller.enqueue(chunk);
        },
        flush: () => {
          clearTimeout(timer);
        },
      }),
    );
    return new Response(body, response);
  } catch (error) {
    clearTimeout(timer);
    throw error;
  }
}
