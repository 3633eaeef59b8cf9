import { expect, test } from 'vitest';
import { resourceTypeUrls } from '../../lib/envoy-resources/resource-type-urls.js';
import { keepUnchanged } from '../../lib/xds/keep-unchanged.js';
import type { ServedResource } from '../../lib/xds/served-resource.js';
import { createSnapshot } from '../../lib/xds/snapshot.js';
import { served } from '../support/xds/served.js';

const { cluster, clusterLoadAssignment } = resourceTypeUrls;
const snapshot = (clusterVersion: number, ...names: readonly string[]) =>
  createSnapshot<ServedResource>([
    ...names.map((name) => served.cluster(name, clusterVersion)),
    ...names.map((name) => served.endpoints(name, 0)),
  ]);

test('a snapshot that says the same is the one before', () => {
  const before = snapshot(0, 'a', 'b');
  expect(keepUnchanged(before, snapshot(0, 'b', 'a'))).toBe(before);
});

test('types that say the same stay what they are, and the others are new', () => {
  const before = snapshot(0, 'a');
  const after = snapshot(1, 'a');
  const kept = keepUnchanged(before, after);
  expect(kept[clusterLoadAssignment]).toBe(before[clusterLoadAssignment]);
  expect(kept[cluster]).toBe(after[cluster]);
});

test.each([
  ['is added', snapshot(0, 'a', 'b')],
  ['is removed', snapshot(0)],
  ['has another name', snapshot(0, 'b')],
])('a resource that %s is seen', (_, after) => {
  expect(keepUnchanged(snapshot(0, 'a'), after)).toEqual(after);
});
