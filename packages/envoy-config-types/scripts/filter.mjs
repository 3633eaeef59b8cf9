/**
 * Keeps the v3 API of a dumped FileDescriptorSet: envoy v3, xds, udpa and everything they import.
 * Usage: node scripts/filter.mjs ALL-FILES.binpb data/envoy-v3.binpb
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { descriptorFiles } from './lib/descriptor-files.mjs';

const [input, output] = process.argv.slice(2);
if (input === undefined || output === undefined) throw new Error('usage: filter.mjs INPUT OUTPUT');

const files = descriptorFiles(readFileSync(input));
const fileByName = new Map(files.map((file) => [file.name, file]));
const kept = new Set();
function keep(name) {
  if (kept.has(name)) return;
  const file = fileByName.get(name);
  if (file === undefined) throw new Error(`${name} is imported but not in the set`);
  kept.add(name);
  file.imports.forEach(keep);
}
for (const { name } of files) if (/^(envoy\/.*\/v3|xds|udpa)\//.test(name)) keep(name);

const bytes = Buffer.concat(files.filter((file) => kept.has(file.name)).map((file) => file.bytes));
writeFileSync(output, bytes);
console.log(`${kept.size} files, ${bytes.length} bytes, sha256 ${createHash('sha256').update(bytes).digest('hex')}`);
