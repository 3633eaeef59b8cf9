import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createBookinfoRun } from '../../support/bookinfo-run.js';
import { runIntent } from '../../support/example-program.js';
import { inParallel } from '../../support/in-parallel.js';
import { findTool } from '../../support/tools.js';
import { withExternalService } from '../../support/with-external-service.js';

const envoy = await findTool('envoy');
const bookinfo = createBookinfoRun(envoy);

/** Versions of ratings that answer reviews. */
async function ratingsSeen(): Promise<readonly string[]> {
  const answers = await inParallel(40, 8, () => bookinfo.callAs('reviews/v3', 'ratings/http', '/ratings/0'));
  return [...new Set(answers.map(({ status, headers }) => `${String(status)} ${String(headers['x-served-by'])}`))];
}

test.skipIf(envoy.isMissing).each([
  { intent: 'virtual-service-ratings-db', version: 'v2' },
  { intent: 'virtual-service-ratings-mysql', version: 'v2-mysql' },
])('$intent: red stars out of a database in the mesh, by ratings $version', async ({ intent, version }) => {
  await bookinfo.run((await runIntent(intent)).ir);

  expect(await ratingsSeen()).toEqual([`200 ratings/${version}`]);
  const seen = new Set((await bookinfo.readMany(40)).map((each) => JSON.stringify(each)));
  expect(seen).toEqual(new Set([JSON.stringify({ version: 'v3', stars: 'red', first: 5 })]));
  // Ratings alone may ask the store, and over TCP.
  expect(bookinfo.calleesOf(`ratings/${version}`)).toEqual(['ratings-store/tcp']);
  expect(bookinfo.calleesOf('reviews/v3')).toEqual(['ratings/http']);
});

test.skipIf(envoy.isMissing)(
  'virtual-service-ratings-mysql-vm: red stars out of a machine outside the mesh',
  async () => {
    let connections = 0;
    const machine = createServer((socket) => {
      connections += 1;
      socket.once('data', () => socket.end('{"Reviewer1":1,"Reviewer2":2}\n'));
    }).listen(0, '127.0.0.1');
    onTestFinished(() => {
      machine.close();
    });
    await once(machine, 'listening');
    const { port } = machine.address() as AddressInfo; // it listens on TCP
    const { ir } = await runIntent('virtual-service-ratings-mysql-vm');
    await bookinfo.run(withExternalService(ir, 'ratings-store', { endpoints: [{ address: '127.0.0.1', port }] }));

    expect(await ratingsSeen()).toEqual(['200 ratings/v2-mysql-vm']);
    const seen = new Set((await bookinfo.readMany(10)).map((each) => JSON.stringify(each)));
    expect(seen).toEqual(new Set([JSON.stringify({ version: 'v3', stars: 'red', first: 1 })]));
    expect(connections).toBe(50);
  },
);
