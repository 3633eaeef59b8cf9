import { expect, test } from 'vitest';
import { compileMesh } from '../../../lib/compiler/compile-mesh.js';
import type { Version } from '../../../lib/ir/version.js';
import { wantedInstances } from '../../../lib/local-runtime/plan/wanted-instances.js';
import { workloadEnv, type WorkloadEnv } from '../../../lib/local-runtime/plan/workload-env.js';
import { meshIr } from '../../support/mesh-ir.js';

test('tells a workload where to listen and where its callees are', () => {
  expect(envOf({}).env).toEqual({
    PORT: '21000',
    HTTP_PORT: '21000',
    CART_URL: 'http://127.0.0.1:22000',
    CART_HTTP_URL: 'http://127.0.0.1:22000',
    CART_STORE_URL: 'tcp://127.0.0.1:22001',
  });
});

test('lets the version say otherwise, and local.env last', () => {
  const { env } = envOf(
    { env: { PORT: literal('1'), LEVEL: literal('info'), COLOUR: literal('red') } },
    { LEVEL: 'debug' },
  );
  expect(env).toMatchObject({ PORT: '1', LEVEL: 'debug', COLOUR: 'red' });
});

test('leaves out what only Kubernetes knows, and says so unless local.env has it', () => {
  const secret = { kind: 'secret', name: 'db', key: 'password' } as const;
  const { env, leftOut } = envOf(
    {
      env: {
        PASSWORD: secret,
        USER_NAME: { kind: 'config-map', name: 'db', key: 'user' },
        HOST_IP: { kind: 'field', path: 'status.hostIP' },
      },
    },
    { PASSWORD: 'for tests' },
  );
  expect(env).toMatchObject({ PASSWORD: 'for tests' });
  expect(leftOut).toEqual(['USER_NAME', 'HOST_IP']);
});

function literal(value: string): Version['env'][string] {
  return { kind: 'literal', value };
}

function envOf(parts: Partial<Version>, localEnv: Readonly<Record<string, string>> = {}): WorkloadEnv {
  const local = { command: ['node'], env: localEnv };
  const web = meshIr.service('web', {
    versions: [meshIr.version('v1', { local, ...parts })],
    calls: [meshIr.call('cart')],
  });
  const cart = meshIr.service('cart', {
    ports: [meshIr.port('http'), meshIr.port('store', 5432, 'tcp')],
    versions: [meshIr.version('v1', { local })],
  });
  const { mesh, diagnostics } = compileMesh(meshIr.mesh({ services: [cart, web] }));
  if (mesh === undefined) throw new Error(JSON.stringify(diagnostics));
  const instance = wantedInstances(mesh).wanted.find(({ name }) => name === 'web/v1');
  if (instance?.workload === undefined || instance.proxy.kind === 'gateway') throw new Error('no instance web/v1');
  return workloadEnv(instance.workload, instance.proxy, {
    kind: 'service',
    owner: 'web',
    version: 'v1',
    adminPort: 20_000,
    inboundPorts: { http: 20_001 },
    workloadPorts: { http: 21_000 },
    outboundPorts: { 'cart/http': 22_000, 'cart/store': 22_001 },
  });
}
