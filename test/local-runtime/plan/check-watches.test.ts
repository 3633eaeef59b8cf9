import { expect, it } from 'vitest';
import { compileKubernetes } from '../../../lib/compiler/compile-kubernetes.js';
import { checkWatches } from '../../../lib/local-runtime/plan/check-watches.js';
import { readWatchLimit } from '../../../lib/local-runtime/plan/read-watch-limit.js';
import { effectiveMesh, service } from '../../support/effective-mesh.js';

const setting = 'fs.inotify.max_user_instances';
const mesh = effectiveMesh({ services: [service('web', { callees: ['cart'] }), service('cart')] });
// Two files each, and the routes of web.
const { proxies } = compileKubernetes(mesh, {});

it('says how many files are too many, and how to allow them', () => {
  expect(checkWatches(proxies, { setting, files: 4 })).toMatchObject([
    {
      slug: 'too-many-watched-files',
      message: 'the Envoys of this mesh watch 5 files, and this machine lets a user watch 4 at once',
      hint: 'as root: sysctl fs.inotify.max_user_instances=1024',
    },
  ]);
});

it('has nothing to say of as many as the machine allows, nor where there is no limit', () => {
  expect(checkWatches(proxies, { setting, files: 5 })).toEqual([]);
  expect(checkWatches(proxies, undefined)).toEqual([]);
});

it.runIf(process.platform === 'linux')('reads the limit of this Linux', () => {
  expect(readWatchLimit()?.files).toBeGreaterThan(0);
});
