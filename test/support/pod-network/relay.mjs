// Carries connections from one place to another, for tests: between network namespaces by a socket in the file system.
// Usage: node relay.mjs <from> <to>, each as tcp:<address>:<port> or unix:<path>
import { connect, createServer } from 'node:net';

const [from, to] = process.argv.slice(2).map(placeOf);
createServer((near) => {
  const far = connect(to);
  near.pipe(far).pipe(near);
  for (const [one, other] of [
    [near, far],
    [far, near],
  ])
    one.on('error', () => other.destroy()).on('close', () => other.destroy());
}).listen(from, () => console.log('ready'));

function placeOf(text) {
  const [, path] = /^unix:(.+)$/.exec(text) ?? [];
  if (path !== undefined) return { path };
  const [, host, port] = /^tcp:(.+):(\d+)$/.exec(text);
  return { host, port: Number(port) };
}
