/**
 * Asks a running Envoy which extensions it was built with, and which config types each takes.
 * Usage: node scripts/extensions.mjs PATH-TO-ENVOY data/extensions.json   (only on an Envoy upgrade)
 * Envoy listens on loopback only, on a port the kernel chooses, and is stopped before the script ends.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const [binary, output] = process.argv.slice(2);
if (binary === undefined || output === undefined) throw new Error('usage: extensions.mjs ENVOY OUTPUT');

const START_LIMIT_MS = 10_000;
const directory = mkdtempSync(join(tmpdir(), 'envoy-extensions-'));
const addressFile = join(directory, 'admin-address');
const config = { admin: { address: { socket_address: { address: '127.0.0.1', port_value: 0 } } } };
const envoy = spawn(
  binary,
  [
    '--config-yaml',
    JSON.stringify(config),
    '--use-dynamic-base-id',
    '--admin-address-path',
    addressFile,
    '-l',
    'critical',
  ],
  { stdio: 'inherit' },
);
const exited = new Promise((resolve) => envoy.once('exit', resolve));
try {
  for (let waited = 0; !existsSync(addressFile) || readFileSync(addressFile, 'utf8') === ''; waited += 50) {
    if (waited > START_LIMIT_MS) throw new Error('Envoy did not start its admin listener');
    await delay(50);
  }
  const response = await fetch(`http://${readFileSync(addressFile, 'utf8').trim()}/server_info`);
  const { version, node } = await response.json();
  // Entries without type URLs cannot stand in an Any, so neither the types nor the validator needs them.
  const extensions = node.extensions
    .filter((extension) => (extension.type_urls ?? []).length > 0)
    .map(({ name, category, type_urls }) => ({ name, category, type_urls }))
    .sort((a, b) => (a.category < b.category ? -1 : a.category > b.category ? 1 : a.name < b.name ? -1 : 1));
  writeFileSync(output, `${JSON.stringify({ envoyVersion: version.split('/')[1], extensions }, undefined, 1)}\n`);
  console.log(`${extensions.length} extensions of Envoy ${version.split('/')[1]}`);
} finally {
  envoy.kill();
  await exited;
  rmSync(directory, { recursive: true });
}
