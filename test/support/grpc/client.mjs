// The gRPC client of the tests for Node. It reads one command a line and answers each with one line, as
// client-process.ts says.
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import { register, XdsChannelCredentials } from '@grpc/grpc-js-xds';

register();
const clients = new Map();
const running = new Set();

function clientOf(target) {
  const known = clients.get(target);
  if (known !== undefined) return known;
  const made = new Client(target, new XdsChannelCredentials(credentials.createInsecure()));
  clients.set(target, made);
  return made;
}

// google.protobuf.StringValue: field 1, a string; of the tests' texts none is longer than 127 bytes.
const encode = (text) => Buffer.concat([Buffer.from([10, Buffer.byteLength(text)]), Buffer.from(text)]);
const decode = (bytes) => bytes.subarray(2).toString();

function call(client, { text, metadata, timeoutMs }) {
  const headers = new Metadata();
  for (const [name, value] of Object.entries(metadata)) headers.set(name, value);
  const options = { deadline: Date.now() + timeoutMs };
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest('/meshwright.test.Echo/Say', encode, decode, text, headers, options, (error, said) => {
      if (error === null) resolve(said);
      else reject(error);
    });
  });
}

/** `DEADLINE_EXCEEDED` as `DeadlineExceeded`, which is how Go says it. */
const codeName = (code) => status[code].toLowerCase().replace(/(?:^|_)([a-z])/g, (_, letter) => letter.toUpperCase());

async function run(command) {
  const client = clientOf(command.target);
  const result = { id: command.id, answers: {}, errors: {}, details: [] };
  const state = { isOn: true };
  running.add(state);
  let left = command.count === 0 ? Infinity : command.count;
  const worker = async () => {
    while (state.isOn && left-- > 0) {
      try {
        const said = await call(client, command);
        result.answers[said] = (result.answers[said] ?? 0) + 1;
      } catch (error) {
        const code = codeName(error.code);
        result.errors[code] = (result.errors[code] ?? 0) + 1;
        if (result.details.length < 3) result.details.push(error.message);
      }
      if (command.gapMs > 0) await sleep(command.gapMs);
    }
  };
  await Promise.all(Array.from({ length: command.inFlight }, worker));
  running.delete(state);
  return result;
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const command = JSON.parse(line);
  if (command.op === 'stop') for (const state of running) state.isOn = false;
  else void run(command).then((result) => process.stdout.write(`${JSON.stringify(result)}\n`));
});
