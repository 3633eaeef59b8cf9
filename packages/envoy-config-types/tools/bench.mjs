/**
 * Measures what a command line and a server feel: time to the first validated configuration, and configurations a second.
 * Usage: node tools/bench.mjs BOOTSTRAP.json   (run it on a quiet machine, several times)
 */
import { readFileSync } from 'node:fs';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: bench.mjs BOOTSTRAP.json');
const BOOTSTRAP = 'envoy.config.bootstrap.v3.Bootstrap';
const json = JSON.parse(readFileSync(file, 'utf8'));
const rows = [];
let start = performance.now();
const lap = (what) => {
  const now = performance.now();
  rows.push({ what, ms: Number((now - start).toFixed(1)) });
  start = performance.now();
};

const { createValidator } = await import('envoy-config-types/validator');
lap('import envoy-config-types/validator');
const validator = createValidator();
const { errors } = validator.validate(BOOTSTRAP, json);
lap(`first validation (${errors.length} errors)`);

const rounds = 10_000;
for (let round = 0; round < rounds; round++) validator.validate(BOOTSTRAP, json);
lap(`${rounds} more validations of ${JSON.stringify(json).length} bytes`);

const { createCodec } = await import('envoy-config-types/codec');
lap('import envoy-config-types/codec');
const codec = createCodec();
const bytes = codec.toBinary(BOOTSTRAP, json);
lap(`first encoding, to ${bytes.length} bytes`);
for (let round = 0; round < 1000; round++) codec.toBinary(BOOTSTRAP, json);
lap('1000 more encodings');
for (let round = 0; round < 1000; round++) codec.fromBinary(BOOTSTRAP, bytes);
lap('1000 decodings');
console.table(rows);
