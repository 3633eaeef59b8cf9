// The thread beside a test file that `watch-for-stalls.ts` starts. It looks once a second, and ends a process that stalls.
import { readdirSync, readFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { setTimeout as sleep } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';

const { file, beats, silentForMs, fileForMs } = workerData;
const started = performance.now();
let [seen, since] = [-1, started];

for (;;) {
  await sleep(Math.min(1000, silentForMs / 4));
  const now = performance.now();
  const count = Atomics.load(beats, 0);
  if (count !== seen) [seen, since] = [count, now];
  if (now - since > silentForMs) await end(`gave its loop no turn for ${silentForMs / 1000} s`);
  if (now - started > fileForMs) await end(`was not done after ${fileForMs / 1000} s`);
}

async function end(problem) {
  const where = await Promise.race([stackOfTests(), sleep(5000).then(nativeWaits)]);
  // The main thread, which writes for all, does not any more.
  process._rawDebug(`stalled: ${file} ${problem}\n${where}`);
  process.kill(process.pid, 'SIGKILL');
}

function stackOfTests() {
  return new Promise((resolve) => {
    const session = new Session();
    const urls = new Map();
    session.connectToMainThread();
    session.on('Debugger.scriptParsed', ({ params }) => urls.set(params.scriptId, params.url));
    session.on('Debugger.paused', ({ params }) => {
      const frames = params.callFrames.slice(0, 40).map(({ functionName, location }) => {
        return `    at ${functionName} (${urls.get(location.scriptId)}:${location.lineNumber + 1})`;
      });
      resolve(frames.join('\n'));
    });
    session.post('Debugger.enable');
    session.post('Debugger.pause');
  });
}

function nativeWaits() {
  const threads = readdirSync('/proc/self/task').map((id) => readFileSync(`/proc/self/task/${id}/wchan`, 'utf8'));
  return `    in native code, or idle; its threads wait in: ${threads.join(', ')}`;
}
