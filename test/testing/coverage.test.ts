import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LoadBalancing, seconds, type Mesh } from '../../constructs/index.js';
import { mergeCoverage } from '../../lib/testing/coverage/merge-coverage.js';
import { renderCoverage } from '../../lib/testing/coverage/render-coverage.js';
import { expectMesh } from '../../lib/testing/index.js';
import { failureOf } from '../support/failure-of.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { testedShop } from '../support/tested-shop.js';

let folder = '';

beforeEach(() => {
  folder = join(temporaryFolder(), 'coverage');
  vi.stubEnv('MESHWRIGHT_COVERAGE', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const written = (): readonly string[] => readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
const exercised = (): readonly string[] =>
  mergeCoverage(written())
    .items.filter(({ isExercised }) => isExercised)
    .map(({ kind, name }) => `${kind} ${name}`);
const fromWeb = (mesh: Mesh) => expectMesh(mesh).from('web');

it('counts all rules, policies and calls that the program declares, and no default', () => {
  const { mesh } = testedShop();
  fromWeb(mesh).get('/', { to: 'reviews' }).toReach('reviews');

  expect(mergeCoverage(written()).items.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'route ratings/jason',
    'route reviews/jason',
    'route reviews/old',
    'route reviews/moved',
    'route reviews/canary',
    'route reviews/readers',
    'route ingress/shop',
    'policy fault of shop/ratings/route-1',
    'policy retries of shop/reviews/route-2',
    'policy timeout of shop/reviews/route-2',
    'policy timeout of shop/reviews/route-5',
    'edge ratings -> google',
    'edge ratings -> store',
    'edge reviews -> ratings',
    'edge web -> ratings',
    'edge web -> reviews',
    'edge ingress -> web',
  ]);
});

it('exercises the rule that takes a request, its policies, and the call', () => {
  fromWeb(testedShop().mesh).get('/old', { to: 'reviews' }).toReach('reviews@v1');

  expect(exercised()).toEqual([
    'route reviews/old',
    'policy retries of shop/reviews/route-2',
    'policy timeout of shop/reviews/route-2',
    'edge web -> reviews',
  ]);
});

it('goes over no call where the proxy answers itself', () => {
  fromWeb(testedShop().mesh).get('/moved', { to: 'reviews' }).toBeAnswered(301);

  expect(exercised()).toEqual(['route reviews/moved']);
});

it('exercises both rules where one hands on to the other, and the way in from a gateway', () => {
  const shop = testedShop();
  shop.web.route({ name: 'all', to: shop.web.version('v1'), timeout: seconds(1) });
  expectMesh(shop.mesh).from('ingress').get('/shop').toReach('web').toTimeOutAfter(seconds(1));

  expect(exercised()).toEqual([
    'route ingress/shop',
    'route web/all',
    'policy timeout of shop/web/route-1',
    'edge ingress -> web',
  ]);
});

it('exercises the call of bytes, and the policy of the service that it goes to', () => {
  const shop = testedShop();
  shop.store.route({ name: 'first', to: shop.store.version('v1') });
  expectMesh(shop.mesh).from('ratings').connect('store').toReach('store');

  expect(exercised()).toEqual(['route store/first', 'edge ratings -> store']);
});

it('exercises nothing by a request that nothing is expected of', () => {
  const { mesh } = testedShop();
  fromWeb(mesh).get('/old', { to: 'reviews' });
  fromWeb(mesh).get('/moved', { to: 'reviews' }).notToReach('ratings');

  expect(exercised()).toEqual(['route reviews/moved']);
});

it('counts expectations that fail, tables, and all requests of a condition too', () => {
  const { mesh } = testedShop();
  failureOf(() => fromWeb(mesh).get('/moved', { to: 'reviews' }).toReach('reviews'));
  expectMesh(mesh).toBehave([{ from: 'web', get: '/canary', to: 'reviews', failWith: 503 }]);
  fromWeb(mesh).everyRequest(undefined, { to: 'ratings' }).notToReach('web');

  expect(exercised().filter((item) => item.startsWith('route'))).toEqual([
    'route ratings/jason',
    'route reviews/moved',
    'route reviews/canary',
  ]);
});

it('joins what several processes exercised', () => {
  const { mesh } = testedShop();
  fromWeb(mesh).get('/moved', { to: 'reviews' }).notToReach('ratings');
  const first = written();
  rmSync(folder, { recursive: true });
  fromWeb(testedShop().mesh).get('/old', { to: 'reviews' }).toReach('reviews');

  const { items } = mergeCoverage([...first, ...written()]);
  const routes = items.filter(({ kind, isExercised }) => kind === 'route' && isExercised);

  expect(routes.map(({ name }) => name)).toEqual(['reviews/old', 'reviews/moved']);
  expect(new Set(items.map(({ kind, name }) => `${kind} ${name}`)).size).toBe(items.length);
});

it('writes nothing unless it is asked to', () => {
  vi.stubEnv('MESHWRIGHT_COVERAGE', '');
  fromWeb(testedShop().mesh).get('/moved', { to: 'reviews' }).notToReach('ratings');

  expect(() => readdirSync(folder)).toThrow('ENOENT');
});

it('shows nothing as missing where everything is exercised', () => {
  expect(renderCoverage({ items: [] })).toBe(
    [
      'coverage    exercised      of',
      'routes              0       0   100.0 %',
      'policies            0       0   100.0 %',
      'edges               0       0   100.0 %',
      'all                 0       0   100.0 %',
      '',
    ].join('\n'),
  );
});

it('knows the load balancing of a destination as a policy', () => {
  const shop = testedShop();
  shop.web.addCall(shop.store, { loadBalancing: LoadBalancing.random() });
  fromWeb(shop.mesh).connect('store').toReach('store');

  expect(exercised()).toEqual(['policy loadBalancing of shop/web', 'edge web -> store']);
});
