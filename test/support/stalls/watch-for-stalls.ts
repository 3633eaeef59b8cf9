import { Worker } from 'node:worker_threads';
import { expect } from 'vitest';

/**
 * Ends a test file that stalls, and says where it stood. vitest's own limits need turns of the loop, and begin with the first
 * test: a test that never gives the loop a turn, and a file that waits for ever before it has a test, would hold up the
 * whole run without a word.
 */
const beats = new Int32Array(new SharedArrayBuffer(4));
setInterval(() => Atomics.add(beats, 0, 1), 1000).unref();

/** Seconds. No test of ours keeps the loop for longer than 30, and who asks for more of them, or an hour's soak, has more time. */
const {
  MESHWRIGHT_STALL_SECONDS: silent = 180,
  MESHWRIGHT_SOAK_SECONDS: soak = 0,
  MESHWRIGHT_XDS_RUNS: runs = 1,
} = process.env;
const silentForMs = Number(silent) * Number(runs) * 1000;
const watcher = new Worker(new URL('stall-watcher.mjs', import.meta.url), {
  workerData: {
    file: expect.getState().testPath,
    beats,
    silentForMs,
    fileForMs: silentForMs * 4 + Number(soak) * 1000,
  },
});
watcher.unref();
