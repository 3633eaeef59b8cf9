// Adds to package-lock.json the packages for other platforms that a registry mirror did not offer when the lock file was
// written. npm leaves them out then, and `npm ci` calls such a lock file out of step with package.json. Where the platform
// fits, npm fetches them by version; elsewhere it passes over them.
// Usage: after `npm install`, node scripts/complete-lockfile.mjs [--check]
import { readFileSync, writeFileSync } from 'node:fs';

const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8'));
const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

const missing = Object.entries(lock.packages).flatMap(([parent, { dev, optionalDependencies = {} }]) =>
  Object.entries(optionalDependencies)
    .filter(([name]) => !isLocked(parent, name))
    .map(([name, version]) => [`node_modules/${name}`, entryOf(name, version, dev)]),
);

if (process.argv.includes('--check')) {
  for (const [name] of missing) console.error(`package-lock.json lacks ${name}`);
  if (missing.length > 0) process.exitCode = 1;
} else if (missing.length > 0) {
  const byPath = ([a], [b]) => (a === '' ? -1 : b === '' ? 1 : a.localeCompare(b, 'en'));
  const packages = Object.fromEntries([...Object.entries(lock.packages), ...missing].sort(byPath));
  writeFileSync(path, `${JSON.stringify({ ...lock, packages }, undefined, 2)}\n`);
  console.log(`package-lock.json: ${missing.length} added`);
}

/** Node looks for a package beside the one that wants it, then further out. */
function isLocked(parent, name) {
  for (let folder = parent; ; folder = folder.slice(0, folder.lastIndexOf('/node_modules/'))) {
    if (lock.packages[folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`] !== undefined)
      return true;
    if (!folder.includes('/node_modules/')) return lock.packages[`node_modules/${name}`] !== undefined;
  }
}

/** What npm would have written, but for the checksum. The name of such a package says for which platform it is. */
function entryOf(name, version, dev) {
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`${name}: "${version}" is no exact version; run npm install`);
  const words = name.split('/').at(-1).split('-');
  const has = (list) => list.filter((word) => words.includes(word));
  const libc = words.includes('gnu') && words.includes('linux') ? ['glibc'] : words.includes('musl') ? ['musl'] : [];
  const cpu = has(processors);
  const os = has(systems);
  if (cpu.length + os.length === 0) throw new Error(`${name}: the name does not say for which platform it is`);
  return {
    version,
    ...(cpu.length > 0 && { cpu }),
    ...(dev && { dev }),
    ...(libc.length > 0 && { libc }),
    optional: true,
    ...(os.length > 0 && { os }),
  };
}
