import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { compileMesh } from '../../../lib/compiler/compile-mesh.js';
import { planPorts, type PlannedPorts } from '../../../lib/local-runtime/plan/plan-ports.js';
import type { WantedInstance } from '../../../lib/local-runtime/plan/wanted-instance.js';
import { wantedInstances } from '../../../lib/local-runtime/plan/wanted-instances.js';
import { answerMesh, type AnswerMeshParts } from '../../support/answer-mesh.js';

const cart = { v1: 100 };

test('gives an instance a free port for each thing that listens, and keeps them until they are released', async () => {
  const planned = await plan(wanted({ cart }, 'web/v1'));
  const { adminPort, inboundPorts, workloadPorts, outboundPorts } = planned.ports;
  expect(Object.keys(inboundPorts)).toEqual(['http']);
  expect(Object.keys(workloadPorts)).toEqual(['http']);
  expect(Object.keys(outboundPorts)).toEqual(['cart/http']);
  const all = [inboundPorts, workloadPorts, outboundPorts].flatMap((ports) => Object.values(ports));
  expect(new Set([adminPort, ...all]).size).toBe(4);
  expect(await isFree(adminPort)).toBe(false);
  await planned.release();
  await planned.release();
  expect(await isFree(adminPort)).toBe(true);
});

test('keeps the ports of a running instance and adds what it lacks', async () => {
  const first = await plan(wanted({ cart }, 'web/v1'));
  const second = await plan(wanted({ cart, withStock: true }, 'web/v1'), first.ports);
  expect(second.ports).toMatchObject({ ...first.ports, outboundPorts: first.ports.outboundPorts });
  expect(Object.keys(second.ports.outboundPorts)).toEqual(['cart/http', 'stock/http']);
});

test('gives two plans at a time different ports', async () => {
  const plans = await Promise.all(Array.from({ length: 8 }, () => plan(wanted({ cart }, 'web/v1'))));
  const ports = plans.flatMap((planned) => [planned.ports.adminPort, ...Object.values(planned.ports.inboundPorts)]);
  expect(new Set(ports).size).toBe(ports.length);
});

test('takes another instance for a running one only if it would start just the same', () => {
  const fingerprint = (parts: AnswerMeshParts): string => wanted(parts, 'web/v1').fingerprint;
  const before = fingerprint({ cart });
  expect(fingerprint({ cart: { v1: 10, v2: 90 } })).toBe(before); // routes are its proxy's
  expect(fingerprint({ cart, withStock: true })).not.toBe(before); // it learns where its callees are at its start
  const own = (env: string): string =>
    wanted({ cart, cartParts: { env: { LEVEL: { kind: 'literal', value: env } } } }, 'cart/v1').fingerprint;
  expect(own('debug')).not.toBe(own('info'));
});

test('wants no instance of a version without replicas', () => {
  const names = wantedOf({ cart, cartParts: { replicas: 0 } }).map(({ name }) => name);
  expect(names).toEqual(['web/v1', 'ingress']);
});

function wantedOf(parts: AnswerMeshParts): readonly WantedInstance[] {
  const { mesh, diagnostics } = compileMesh(answerMesh(parts));
  if (mesh === undefined) throw new Error(JSON.stringify(diagnostics));
  return wantedInstances(mesh).wanted;
}

function wanted(parts: AnswerMeshParts, name: string): WantedInstance {
  const found = wantedOf(parts).find((instance) => instance.name === name);
  if (found === undefined) throw new Error(`no instance ${name}`);
  return found;
}

async function plan(instance: WantedInstance, running?: PlannedPorts['ports']): Promise<PlannedPorts> {
  const planned = await planPorts(instance, { running });
  onTestFinished(planned.release);
  return planned;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
