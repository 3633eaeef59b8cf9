// Compiles examples/bookinfo and runs it on real Envoys with traffic. Ends with a table of what is configured and what was
// seen; exit code 0 only if the two agree. Further arguments go to `meshwright up`, for example `--for 60`.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = new URL('../build/lib/cli/main.js', import.meta.url);
const example = fileURLToPath(new URL('../examples/bookinfo', import.meta.url));

if (existsSync(main)) {
  console.error(`Bookinfo on real Envoys. Everyone sees reviews v1 or v3; jason, who sends every second request, sees v2,
and his ratings are slow or fail: examples/bookinfo/demo.ts says so. Edit it meanwhile and watch the change arrive.
`);
  // In this process, so that Ctrl-C stops one thing.
  process.argv.splice(
    2,
    0,
    ...['up', example, '--assert', '--load', '80', '--path', '/productpage'],
    ...(process.argv.includes('--for') ? [] : ['--for', '15']),
  );
  await import(main.href);
} else {
  console.error('there is no build yet: run "npm run build" first');
  process.exitCode = 2;
}
