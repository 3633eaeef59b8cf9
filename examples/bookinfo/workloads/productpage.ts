import { callService, type CallResult } from './call-service.js';
import { productPageHtml } from './product-page-html.js';
import { serve, type BookAnswer, type BookRequest } from './serve.js';
import { whoami } from './whoami.js';

// The page of a book: asks details and reviews, and shows what it gets of them.
const identity = whoami('productpage');
const product = { id: 0, title: 'The Comedy of Errors', descriptionHtml: 'A comedy by William Shakespeare' } as const;
const oneHour = 3_600;

serve(identity, async (request): Promise<BookAnswer> => {
  const { path } = request;
  if (path === '/health') return { status: 200, body: { status: 'productpage is healthy' } };
  if (path === '/' || path === '/index.html') return redirect('/productpage');
  if (path === '/productpage') return productPage(request);
  if (path === '/login') return login(request);
  if (path === '/logout') return redirect('/productpage', 'user=; Path=/; Max-Age=0');
  if (path.startsWith('/static/') || path === '/static') return style();
  return api(request);
});

async function productPage(request: BookRequest): Promise<BookAnswer> {
  const [details, reviews] = await Promise.all([
    ask(request, 'DETAILS_URL', `/details/${String(product.id)}`),
    ask(request, 'REVIEWS_URL', `/reviews/${String(product.id)}`),
  ]);
  const page = {
    title: product.title,
    user: userOf(request),
    details: shown(details, 'details'),
    reviews: shown(reviews, 'reviews'),
    servedBy: `${identity.service}/${identity.version}`,
  };
  const wantsHtml = request.headers.accept?.includes('text/html') === true;
  return { status: 200, body: wantsHtml ? productPageHtml(page) : { ...identity, ...page } };
}

async function api(request: BookRequest): Promise<BookAnswer> {
  if (request.path === '/api/v1/products') return { status: 200, body: [product] };
  const [, id, part] = /^\/api\/v1\/products\/(\d+)(?:\/(reviews|ratings))?$/.exec(request.path) ?? [];
  if (id === undefined) return { status: 404, body: { error: 'not found' } };
  const [url, path] =
    part === undefined
      ? ['DETAILS_URL', `/details/${id}`]
      : part === 'reviews'
        ? ['REVIEWS_URL', `/reviews/${id}`]
        : ['RATINGS_URL', `/ratings/${id}`];
  const { status, body } = await ask(request, url, path);
  if (status === 200) return { status, body: body as object };
  return {
    status: 503,
    body: { error: `Sorry, product ${part ?? 'details'} are currently unavailable for this book.` },
  };
}

function ask(request: BookRequest, urlVariable: string, path: string): Promise<CallResult> {
  const user = userOf(request);
  const headers = user === undefined ? {} : { 'end-user': user };
  return callService({ identity, url: process.env[urlVariable], path, onBehalfOf: request, headers });
}

function shown({ status, body }: CallResult, what: string): unknown {
  return status === 200 ? body : { error: `Sorry, product ${what} are currently unavailable for this book.` };
}

/** Who is signed in, by cookie, or who the request says it is. */
function userOf({ headers }: BookRequest): string | undefined {
  const [, cookie] = /(?:^|;\s*)user=([^;]+)/.exec(headers.cookie ?? '') ?? [];
  const header = headers['end-user'];
  return cookie === undefined ? (typeof header === 'string' ? header : undefined) : decodeURIComponent(cookie);
}

async function login(request: BookRequest): Promise<BookAnswer> {
  if (request.method !== 'POST') return redirect('/productpage');
  const user = new URLSearchParams(await request.body()).get('username') ?? '';
  return redirect('/productpage', `user=${encodeURIComponent(user)}; Path=/; HttpOnly; Max-Age=${String(oneHour)}`);
}

function redirect(location: string, cookie?: string): BookAnswer {
  return { status: 302, body: {}, headers: { location, ...(cookie === undefined ? {} : { 'set-cookie': cookie }) } };
}

function style(): BookAnswer {
  const css = 'body { font-family: sans-serif; margin: 2rem; } dt { font-weight: bold; } footer { color: gray; }\n';
  return { status: 200, body: css, headers: { 'content-type': 'text/css', 'cache-control': 'public, max-age=60' } };
}
