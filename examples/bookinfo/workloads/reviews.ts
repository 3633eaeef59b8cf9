import { callService } from './call-service.js';
import { serve, type BookRequest } from './serve.js';
import { whoami } from './whoami.js';

// Two reviews of every book. v1 shows no stars; v2 asks ratings and shows black ones, v3 red ones.
const identity = whoami('reviews');
const starColours: Readonly<Record<string, string>> = { v2: 'black', v3: 'red' };
const colour = starColours[identity.version];

const reviews = [
  { reviewer: 'Reviewer1', text: 'An extremely entertaining play by Shakespeare. The slapstick humour is refreshing!' },
  {
    reviewer: 'Reviewer2',
    text: 'Absolutely fun and entertaining. The play lacks thematic depth when compared to others.',
  },
] as const;

serve(identity, async (request) => {
  if (request.path === '/health') return { status: 200, body: { status: 'reviews is healthy' } };
  const [, id] = /^\/reviews\/(\d+)$/.exec(request.path) ?? [];
  if (id === undefined) return { status: 404, body: { error: 'not found; ask for /reviews/<number>' } };
  const rate = colour === undefined ? () => ({}) : await rater(colour, id, request);
  const rated = reviews.map((review) => ({ ...review, ...rate(review.reviewer) }));
  return { status: 200, body: { ...identity, id: Number(id), reviews: rated } };
});

/** A page without stars is better than none: without ratings the reviews say so and are shown all the same. */
async function rater(color: string, id: string, onBehalfOf: BookRequest): Promise<(reviewer: string) => object> {
  const url = process.env['RATINGS_URL'];
  const { status, body } = await callService({ identity, url, path: `/ratings/${id}`, onBehalfOf });
  if (status !== 200) return () => ({ rating: { error: 'Ratings service is currently unavailable' } });
  const { ratings } = body as { readonly ratings: Readonly<Record<string, number>> };
  return (reviewer) => ({ rating: { stars: ratings[reviewer] ?? 0, color } });
}
