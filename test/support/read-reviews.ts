import type { Answer } from './request.js';

/** What a reader sees of the reviews of a book. */
export interface SeenReviews {
  /** Version of reviews that wrote them. */
  readonly version: string;
  /** Colour of the stars; `none` where the version shows none, `unavailable` where ratings gave no answer. */
  readonly stars: 'none' | 'unavailable' | 'black' | 'red';
  /** Stars of the first reviewer; absent without stars. */
  readonly first?: number;
}

/** Reads an answer to `/api/v1/products/0/reviews`, or to `/reviews/0` of reviews itself. */
export function readReviews({ status, text }: Pick<Answer, 'status' | 'text'>): SeenReviews {
  if (status !== 200) throw new Error(`no reviews but ${String(status)}: ${text}`);
  const { version, reviews } = JSON.parse(text) as ReviewsAnswer;
  const rating = reviews[0]?.rating;
  if (rating === undefined) return { version, stars: 'none' };
  if ('error' in rating) return { version, stars: 'unavailable' };
  return { version, stars: rating.color, first: rating.stars };
}

interface ReviewsAnswer {
  readonly version: string;
  readonly reviews: readonly {
    readonly rating?: { readonly error: string } | { readonly stars: number; readonly color: 'black' | 'red' };
  }[];
}
