/**
 * Lists the files of the descriptor set that Envoy's binary does not hold: their messages cannot stand in an Any
 * (`could not find @type`). Writes data/unlinked-files.json; run on an Envoy upgrade, after filter.mjs.
 * Usage: node tools/probe-linked.mjs PATH-TO-ENVOY   (about 40 s)
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [envoy] = process.argv.slice(2);
const root = new URL('..', import.meta.url);
const readJson = (path) => JSON.parse(readFileSync(new URL(path, root), 'utf8'));
const { fileByType } = readJson('generated/descriptor-index.json');
const { messages } = readJson('generated/schema.json');
const directory = mkdtempSync(join(tmpdir(), 'envoy-probe-'));
const config = join(directory, 'probe.json');

/** The JSON parser resolves the type before Envoy looks at anything else, so any Any will do. */
function isLinked(type) {
  const url = `type.googleapis.com/${type}`;
  writeFileSync(config, JSON.stringify({ bootstrap_extensions: [{ name: 'probe', typed_config: { '@type': url } }] }));
  const { stderr } = spawnSync(envoy, ['--mode', 'validate', '-c', config, '-l', 'critical', '--use-dynamic-base-id'], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  return !stderr.includes(`could not find @type '${url}'`);
}

// One message speaks for its whole file. Well-known types need a value in an Any, and every Envoy has them.
const typeByFile = new Map(
  Object.keys(messages)
    .filter((type) => !type.startsWith('google.protobuf.'))
    .map((type) => [fileByType[type], type]),
);
const unlinked = [...typeByFile]
  .filter(([, type]) => !isLinked(type))
  .map(([file]) => file)
  .sort();
writeFileSync(new URL('data/unlinked-files.json', root), `${JSON.stringify(unlinked, undefined, 1)}\n`);
console.log(`${unlinked.length} of ${typeByFile.size} files are not in this Envoy`);
rmSync(directory, { recursive: true });
