import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { expect } from 'vitest';
import { rolloutCrd } from '../../../lib/targets/kubernetes/rollout-crd.js';
import { rolloutNames } from '../../../lib/targets/kubernetes/rollout-names.js';
import { rolloutRules } from '../../../lib/targets/kubernetes/rollout-rules.js';
import { eventually } from '../eventually.js';
import { type Kube, startKube } from '../kube.js';
import { temporaryFolderOfFile } from '../temporary-folder-of-file.js';

/** An API server with what `synth` writes for rollouts, and who the controller is there. */
export interface RolloutKube extends Kube {
  /** Lets in as the controller's service account, with its rights and no others. */
  readonly kubeConfig: KubeConfig;
  /** As an administrator; gives what kubectl prints, and throws where it fails. */
  readonly admin: (args: readonly string[], stdin?: string) => Promise<string>;
  readonly apply: (objects: readonly object[]) => Promise<void>;
}

const namespace = 'shop';

export async function startRolloutKube(): Promise<RolloutKube> {
  const kube = await startKube({ access: 'rbac' });
  const admin = async (args: readonly string[], stdin?: string): Promise<string> => {
    const { exitCode, stdout, stderr } = await kube.kubectl(['-n', namespace, ...args], stdin);
    if (exitCode !== 0) throw new Error(stderr);
    return stdout.trim();
  };
  const apply = async (objects: readonly object[]): Promise<void> => {
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
    await admin(['apply', '--server-side', '--validate=strict', '-f', '-'], list);
  };
  const name = rolloutNames.controller;
  await apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }]);
  const rbac = 'rbac.authorization.k8s.io';
  await apply([
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${rolloutNames.plural}.${rolloutNames.group}` },
      spec: rolloutCrd,
    },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'Role',
      metadata: { name, namespace },
      rules: rolloutRules(['shop-v1', 'shop-v2']),
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata: { name, namespace },
      roleRef: { apiGroup: rbac, kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: rolloutNames.past, namespace } },
    { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: rolloutNames.lease, namespace } },
  ]);
  await eventually(async () => (await kube.kubectl(['-n', namespace, 'get', 'rollouts'])).exitCode === 0, 60_000);
  const token = await admin(['create', 'token', name, '--duration', '1h']);
  const config = JSON.parse(await admin(['config', 'view', '--raw', '-o', 'json'])) as { users: unknown };
  const path = join(temporaryFolderOfFile(), 'controller.json');
  writeFileSync(path, JSON.stringify({ ...config, users: [{ name: 'test', user: { token } }] }));
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(path);
  expect(kubeConfig.getCurrentUser()?.token).toBe(token);
  return { ...kube, kubeConfig, admin, apply };
}
