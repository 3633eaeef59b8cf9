import { serve, type BookAnswer } from './serve.js';
import { readStoredRatings } from './read-stored-ratings.js';
import { whoami } from './whoami.js';

// The stars that reviewers gave. v1 knows them; each v2 reads them from a store over TCP.
const identity = whoami('ratings');
const hasStore = identity.version.startsWith('v2');
const given = new Map<string, object>();

serve(identity, async (request): Promise<BookAnswer> => {
  if (request.path === '/health') return { status: 200, body: { status: 'ratings is healthy' } };
  const [, id] = /^\/ratings\/(\d+)$/.exec(request.path) ?? [];
  if (id === undefined) return { status: 404, body: { error: 'not found; ask for /ratings/<number>' } };
  if (request.method === 'POST' && !hasStore) given.set(id, JSON.parse(await request.body()) as object);
  try {
    const ratings = hasStore ? await readStoredRatings(id) : (given.get(id) ?? { Reviewer1: 5, Reviewer2: 4 });
    return { status: 200, body: { ...identity, id: Number(id), ratings } };
  } catch (error) {
    return { status: 500, body: { ...identity, error: `could not read the store: ${String(error)}` } };
  }
});
