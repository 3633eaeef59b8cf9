import { expect, test } from 'vitest';
import { resourceTypeUrls } from '../../lib/envoy-resources/resource-type-urls.js';
import { callMesh } from '../support/call-mesh.js';
import { compiled } from '../support/compiled.js';
import { startLiveMesh } from '../support/control-plane/live-mesh.js';
import { eventually } from '../support/eventually.js';
import { meshIr } from '../support/mesh-ir.js';
import { openDiscovery } from '../support/xds/discovery-client.js';

const ir = callMesh([]);
const node = 'sidecar~client/v1~1';

/** `client` calls a TCP service outside of the mesh by two names, which a connection does not tell apart. */
const refused = callMesh([], {
  client: { calls: [meshIr.call('mail', { callee: { kind: 'external-service', name: 'mail' } })] },
  mesh: {
    externalServices: [
      meshIr.externalService('mail', { hosts: ['a.example', 'b.example'], ports: [meshIr.port('smtp', 25, 'tcp')] }),
    ],
  },
});

test('a mesh with an error changes nothing and says what is wrong', async () => {
  const { live } = await startLiveMesh(ir);
  const before = [live.meshVersion(), live.mesh(), live.resourcesOf('sidecar~client/v1')];
  expect(live.setMesh(compiled(refused)).map(({ slug }) => slug)).toContain('listener-port-conflict');
  expect([live.meshVersion(), live.mesh(), live.resourcesOf('sidecar~client/v1')]).toEqual(before);
});

test('has a bootstrap for each node of a group of Envoys, and one of its own kind for gRPC clients', async () => {
  const { live } = await startLiveMesh(ir);
  expect(live.bootstrapOf(node)).toMatchObject({ node: { id: node, cluster: 'client' } });
  expect(live.grpcBootstrapOf('grpc~client~1')).toMatchObject({ node: { id: 'grpc~client~1' } });
  for (const other of ['client', 'sidecar~nobody/v1~1', 'grpc~client~1', ''])
    expect(live.bootstrapOf(other)).toBeUndefined();
  for (const other of [node, 'grpc~nobody~1']) expect(live.grpcBootstrapOf(other)).toBeUndefined();
});

test('tells of a changed mesh, a changed registry and a node that comes', async () => {
  const { live, registry, change } = await startLiveMesh(ir);
  let told = 0;
  live.watch(() => told++);
  change(callMesh([], { reviews: { versions: [meshIr.version('v1')] } }));
  expect(told).toBe(1);
  registry.put('reviews/1', 80, { version: 'v1' });
  await eventually(() => told === 2);
  openDiscovery(live.xdsPort).send({ node: { id: node }, type_url: resourceTypeUrls.cluster });
  await eventually(() => live.proxies().length === 1 && told > 2);
});

test('a refusal names node, resource, the words of the client and the line of the program', async () => {
  const { live } = await startLiveMesh(ir);
  const stream = openDiscovery(live.xdsPort);
  const type = resourceTypeUrls.listener;
  stream.send({ node: { id: node }, type_url: resourceTypeUrls.cluster });
  const clusters = await stream.next();
  stream.send({ type_url: resourceTypeUrls.cluster, response_nonce: clusters['nonce'] });
  stream.send({ type_url: type });
  const refuse = async (): Promise<void> => {
    const answer = await stream.next();
    const error = { error_detail: { code: 3, message: 'no such listener' } };
    stream.send({
      type_url: answer['type_url'],
      response_nonce: answer['nonce'],
      ...(answer['type_url'] === type ? error : {}),
    });
  };
  const status = () => live.proxies()[0]?.types.find(({ typeUrl }) => typeUrl === type);
  await refuse();
  await eventually(() => status()?.status === 'refused');
  expect(status()?.refusal).toMatchObject({ message: 'no such listener' });
  expect(status()?.refusal?.names).toContain('inbound/http');
  expect(status()?.refusal?.origins).toContainEqual({ kind: 'user', constructPath: 'shop/client' });
});

test('who gives no well formed id is not served', async () => {
  const { live } = await startLiveMesh(ir);
  const stream = openDiscovery(live.xdsPort);
  stream.send({ node: { id: 'somebody' }, type_url: resourceTypeUrls.cluster });
  expect(await stream.ended).toContain('node id "somebody" is not of the form');
  expect(live.proxies()).toEqual([]);
});
