import { callService } from './call-service.js';
import { serve, type BookRequest } from './serve.js';
import { whoami } from './whoami.js';

// What is known of a book. v2, told so, asks an external book service through its proxy.
const identity = whoami('details');
const asksExternally = process.env['ENABLE_EXTERNAL_BOOK_SERVICE'] === 'true';

serve(identity, async (request) => {
  if (request.path === '/health') return { status: 200, body: { status: 'details is healthy' } };
  const [, id] = /^\/details\/(\d+)$/.exec(request.path) ?? [];
  if (id === undefined) return { status: 404, body: { error: 'not found; ask for /details/<number>' } };
  const external = asksExternally ? { external: await askExternally(request) } : {};
  return { status: 200, body: { ...identity, ...known(Number(id)), ...external } };
});

function known(id: number): object {
  return {
    id,
    author: 'William Shakespeare',
    year: 1595,
    type: 'paperback',
    pages: 200,
    publisher: 'PublisherA',
    language: 'English',
    'ISBN-10': '1234567890',
    'ISBN-13': '123-1234567890',
  };
}

async function askExternally(onBehalfOf: BookRequest): Promise<object> {
  const url = process.env['GOOGLEAPIS_URL'];
  const { status } = await callService({ identity, url, path: '/books/v1/volumes?q=isbn:0486424618', onBehalfOf });
  return { status };
}
