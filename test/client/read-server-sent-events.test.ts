import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readServerSentEvents } from '../../lib/client/discovery/read-server-sent-events.js';

const stream =
  'id: 1\nevent: change\ndata: {"a":1}\n\n: still here\n\nevent:end\r\ndata:one\r\ndata: two\r\n\r\nid: 2\ndata\n\ndata: cut';

async function read(chunks: readonly string[]) {
  const events = [];
  // eslint-disable-next-line @typescript-eslint/require-await -- what comes from a socket comes one by one
  const source = async function* () {
    yield* chunks;
  };
  for await (const event of readServerSentEvents(source())) events.push(event);
  return events;
}

test('reads events, wherever the network cuts them', async () => {
  const expected = [
    { event: 'change', data: '{"a":1}', id: '1' },
    { event: '', data: '', id: '1' },
    { event: 'end', data: 'one\ntwo', id: '1' },
    { event: '', data: '', id: '2' },
  ];
  const cuts = fc
    .array(fc.nat(stream.length), { maxLength: 6 })
    .map((at) => [0, ...at.sort((a, b) => a - b), stream.length]);
  await fc.assert(
    fc.asyncProperty(cuts, async (at) => {
      const chunks = at.slice(1).map((end, index) => stream.slice(at[index], end));
      expect(await read(chunks)).toEqual(expected);
    }),
  );
});
