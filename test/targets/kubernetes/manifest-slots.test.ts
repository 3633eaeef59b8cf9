import { expect, it } from 'vitest';
import {
  gatewayManifestSlots,
  meshManifestSlots,
  serviceManifestSlots,
} from '../../../lib/targets/kubernetes/manifest-slots.js';

it('names the objects of a service before anything is compiled', () => {
  const slots = serviceManifestSlots({ name: 'reviews', versions: ['v1', 'v2'] });
  expect(slots.map(({ id, kind, name }) => [id, kind, name])).toEqual([
    ['deployment-v1', 'Deployment', 'reviews-v1'],
    ['deployment-v2', 'Deployment', 'reviews-v2'],
    ['envoy-config', 'ConfigMap', undefined],
    ['headless-service', 'Service', 'reviews-headless'],
    ['headless-service-v1', 'Service', 'reviews-v1'],
    ['headless-service-v2', 'Service', 'reviews-v2'],
    ['network-policy', 'NetworkPolicy', 'reviews'],
    ['pod-disruption-budget-v1', 'PodDisruptionBudget', 'reviews-v1'],
    ['pod-disruption-budget-v2', 'PodDisruptionBudget', 'reviews-v2'],
    ['service', 'Service', 'reviews'],
    ['service-account', 'ServiceAccount', 'reviews'],
  ]);
});

it('makes no service account where the user names one', () => {
  const ids = (serviceAccount: string): string[] =>
    serviceManifestSlots({ name: 'reviews', versions: ['v1'], serviceAccount }).map(({ id }) => id);
  expect(ids('shared')).not.toContain('service-account');
  expect(ids('reviews')).toContain('service-account');
});

it('names the objects of a gateway', () => {
  const slots = gatewayManifestSlots({ name: 'ingress' });
  expect(slots.map(({ id, kind, name }) => [id, kind, name])).toEqual([
    ['deployment', 'Deployment', 'ingress'],
    ['envoy-config', 'ConfigMap', undefined],
    ['network-policy', 'NetworkPolicy', 'ingress'],
    ['pod-disruption-budget', 'PodDisruptionBudget', 'ingress'],
    ['service', 'Service', 'ingress'],
    ['service-account', 'ServiceAccount', 'ingress'],
  ]);
});

it('names the objects of the mesh itself', () => {
  const slots = meshManifestSlots({ name: 'shop', namespace: 'prod', hasControlPlane: false });
  expect(slots.map(({ id, kind, name }) => [id, kind, name])).toEqual([
    ['default-deny', 'NetworkPolicy', 'shop-default-deny'],
    ['namespace', 'Namespace', 'prod'],
  ]);
});

it('keeps ids apart whatever the versions are called', () => {
  const versions = ['account', 'config', 'headless', 'policy', 'service'];
  const ids = serviceManifestSlots({ name: 'reviews', versions }).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

it('shortens names that are too long for a DNS label and keeps them apart', () => {
  const name = 'a'.repeat(60);
  const names = serviceManifestSlots({ name, versions: ['v1-stable', 'v1-canary'] }).flatMap((slot) => slot.name ?? []);
  for (const candidate of names) expect(candidate.length).toBeLessThanOrEqual(63);
  const shortened = names.filter((candidate) => candidate !== name);
  expect(new Set(shortened).size).toBe(3); // two workloads (their Services share the names) and all pods
});
