import { createExampleRun, type ExampleRun } from './example-run.js';
import { inParallel } from './in-parallel.js';
import { readReviews, type SeenReviews } from './read-reviews.js';
import type { Tool } from './tools.js';

/** Bookinfo on this machine. */
export interface BookinfoRun extends ExampleRun {
  /** Asks for the reviews of a book many times, eight at once, on connections that stay open. */
  readonly readMany: (
    count: number,
    options?: { readonly headers?: Readonly<Record<string, string>> },
  ) => Promise<readonly SeenReviews[]>;
}

/** Path of the gateway under which the reviews of a book are. */
export const reviewsPath = '/api/v1/products/0/reviews';

/** Prepares a run of Bookinfo; nothing is started before the first mesh. */
export function createBookinfoRun(envoy: Tool): BookinfoRun {
  const run = createExampleRun(envoy, 'bookinfo');
  return {
    ...run,
    readMany: (count, { headers = {} } = {}) =>
      inParallel(count, 8, async () => {
        const answer = await fetch(run.urlOf('ingress', reviewsPath), { headers });
        return readReviews({ status: answer.status, text: await answer.text() });
      }),
  };
}
