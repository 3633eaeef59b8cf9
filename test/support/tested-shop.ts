import { App } from 'cdk8s';
import {
  ExternalService,
  Gateway,
  Mesh,
  Service,
  anyOf,
  header,
  method,
  milliseconds,
  path,
  seconds,
  split,
} from '../../constructs/index.js';

/** A small shop for behaviour tests: a gateway, splits, a fault, rewrites, retries, bytes, a service outside. */
export function testedShop() {
  const mesh = new Mesh(new App(), 'shop');
  const google = new ExternalService(mesh, 'google', {
    hosts: ['www.googleapis.com', 'books.googleapis.com'],
    ports: { http: { port: 80, protocol: 'http', targetPort: 443 } },
    tls: true,
  });
  const store = new Service(mesh, 'store', { ports: { tcp: 27017 }, versions: { v1: { image: 'store:1' } } });
  const ratings = new Service(mesh, 'ratings', {
    ports: { http: 9080 },
    versions: { v1: { image: 'ratings:1' } },
    calls: [store, google],
  });
  const reviews = new Service(mesh, 'reviews', {
    ports: { http: 9080 },
    versions: { v1: { image: 'reviews:1' }, v2: { image: 'reviews:2' }, v3: { image: 'reviews:3', replicas: 0 } },
    calls: [ratings],
  });
  const web = new Service(mesh, 'web', {
    ports: { http: 8080 },
    versions: { v1: { image: 'web:1' } },
    calls: [reviews, ratings],
  });
  ratings.route({
    name: 'jason',
    match: header('end-user').is('jason'),
    fault: { delay: { duration: seconds(7), percent: 50 }, abort: { httpStatus: 500, percent: 25 } },
  });
  reviews.route({ name: 'jason', match: header('end-user').is('jason'), to: reviews.version('v2') });
  reviews.route({
    name: 'old',
    match: path.prefix('/old'),
    to: reviews.version('v1'),
    rewrite: { prefix: '/reviews' },
    requestHeaders: { set: { 'x-from': 'old' }, remove: ['x-secret'] },
    responseHeaders: { set: { 'x-old': 'yes' }, remove: ['server'], add: { via: 'mesh' } },
    timeout: milliseconds(1500),
    retries: { attempts: 2, on: ['5xx', 429], perTryTimeout: milliseconds(500) },
  });
  reviews.route({ name: 'moved', match: path.exact('/moved'), redirect: { path: '/reviews/1', status: 301 } });
  reviews.route({ name: 'canary', match: path.prefix('/canary'), to: reviews.version('v3') });
  reviews.route({ name: 'readers', to: split({ v1: 80, v2: 20 }), timeout: 'none' });
  const ingress = new Gateway(mesh, 'ingress', { ports: { http: 8080 }, hosts: ['shop.example'] });
  ingress.route({ name: 'shop', match: anyOf(path.prefix('/shop'), method('POST')), to: web });
  return { mesh, google, store, ratings, reviews, web, ingress };
}
