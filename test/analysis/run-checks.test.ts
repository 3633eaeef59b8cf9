import { expect, it } from 'vitest';
import { runChecks } from '../../lib/analysis/run-checks.js';
import type { MeshIr } from '../../lib/ir/mesh-ir.js';
import { meshIr } from '../support/mesh-ir.js';

// Most of the checks' promises are in the fixtures. Here stands what no program can declare, but a compiled mesh may hold.

function messagesOf(ir: MeshIr): string[] {
  return runChecks(ir).map(({ slug, message }) => `${slug}: ${message}`);
}

it('reports two versions, and two ports, of one name', () => {
  const versions = [meshIr.version('v1'), meshIr.version('v1')];
  const ports = [meshIr.port('http', 8080), meshIr.port('http', 8081)];
  expect(messagesOf(meshIr.mesh({ services: [meshIr.service('cart', { versions, ports })] }))).toEqual([
    'duplicate-name: port "http" has the name of another port in service "cart"',
    'duplicate-name: version "v1" has the name of another version in service "cart"',
  ]);
});

it('reports a rule for connections on a port that speaks HTTP, and nothing of its destination', () => {
  const route = meshIr.tcpRoute('all', { kind: 'version', service: 'cart', version: 'v1' }, { port: 'http' });
  expect(messagesOf(meshIr.mesh({ services: [meshIr.service('cart', { routes: [route] })] }))).toEqual([
    'route-protocol-mismatch: route "all" of service "cart" is a rule for TCP connections, but port "http" speaks http',
  ]);
});

it('reports an unknown version though the port that the route stands on is unknown too: two mistakes', () => {
  const route = meshIr.httpRoute('all', { kind: 'version', service: 'cart', version: 'v2' }, { port: 'htp' });
  const found = runChecks(meshIr.mesh({ services: [meshIr.service('cart', { routes: [route] })] }));
  expect(found.map(({ slug }) => slug)).toEqual(['route-unknown-version', 'route-unknown-port']);
});

it('tells a service and an external service of one name apart where a call names the kind', () => {
  const call = meshIr.call('pages', { callee: { kind: 'external-service', name: 'pages' } });
  const route = meshIr.httpRoute('all', { kind: 'service', service: 'pages' });
  const services = [meshIr.service('web', { calls: [call], routes: [route] })];
  expect(messagesOf(meshIr.mesh({ services, externalServices: [meshIr.externalService('pages')] }))).toEqual([
    'route-unknown-backend: route "all" of service "web" sends to service "pages", which this mesh does not define',
  ]);
});

it('orders diagnostics by place, then code, whatever the order of the mesh', () => {
  const at = (line: number) =>
    ({ kind: 'user', constructPath: 'shop', source: { file: 'main.ts', line, column: 1 } }) as const;
  const late = meshIr.service('a', { origin: at(9), versions: [], ports: [] });
  const early = meshIr.service('b', { origin: at(3), versions: [] });
  const found = runChecks(meshIr.mesh({ services: [late, early] }));
  expect(found.map(({ code, origin }) => `${code} ${String(origin?.source?.line)}`)).toEqual([
    'MW2104 3',
    'MW2103 9',
    'MW2104 9',
  ]);
});

it('has nothing to say of a sound mesh of 2,000 services', () => {
  const size = 2000;
  const services = Array.from({ length: size }, (_, index) => {
    const name = `s${index}`;
    const callees = [1, 2, 3, 4, 5].map((step) => `s${(index + step) % size}`);
    const route = meshIr.httpRoute('beta', { kind: 'version', service: name, version: 'v1' });
    return meshIr.service(name, { calls: callees.map((callee) => meshIr.call(callee)), routes: [route] });
  });
  expect(runChecks(meshIr.mesh({ services }))).toEqual([]);
});
