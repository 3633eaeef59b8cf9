import fc from 'fast-check';
import type { MeshRequest } from '../../../lib/behaviour/mesh-request.js';

const path = fc.constantFrom('/', '/a', '/a/b', '/a/x', '/b', '/b/', '/c', '/a?q=1', '/?q', '/a/b?q=2');
const header = fc.tuple(fc.constantFrom('x-a', 'x-b'), fc.constantFrom('1', '2', 'a b', '12', ''));

/** Requests near the conditions that `arbitraryMesh` makes. */
export const anyRequest: fc.Arbitrary<MeshRequest> = fc
  .record({
    from: fc.constantFrom('cart', 'stock', 'web', 'ingress'),
    method: fc.constantFrom('GET', 'POST', 'PUT'),
    host: fc.constantFrom('cart', 'stock', 'web', 'pages.example.com', 'example.com', 'a.example.com'),
    port: fc.constantFrom(80, 8080, 8081, 9000, 9001, 8082),
    path,
    headers: fc.array(header, { maxLength: 2 }),
  })
  .map(({ host, port, path: asked, ...rest }) => ({ ...rest, url: `http://${host}:${port}${asked}` }));
