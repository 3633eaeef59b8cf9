import { describe, expect, test } from 'vitest';
import { grpcClients, startGrpcClient, type GrpcClientProcess } from '../../support/grpc/client-process.js';
import { startEchoInstance, type EchoInstance } from '../../support/grpc/echo-instances.js';
import { startEchoProcess } from '../../support/grpc/echo-process.js';
import { echoMesh, splitEcho } from '../../support/grpc/echo-mesh.js';
import { startServedGrpc } from '../../support/grpc/served-grpc.js';

const target = 'xds:///echo:9000';
const origin = { kind: 'user', constructPath: 'shop/echo' } as const;
const v1 = ({ port }: { readonly port: number }) => ({ port, version: 'v1' });

/** Waits until calls go to these instances and to no others. */
async function goesTo(client: GrpcClientProcess, names: readonly string[]): Promise<void> {
  await expect
    .poll(async () => Object.keys((await client.calls({ target, count: 20 })).answers).sort(), { timeout: 60_000 })
    .toEqual(names);
}

/** Waits until an instance has answered a good many more calls. */
async function callsGoOn(instance: EchoInstance): Promise<void> {
  const before = instance.calls();
  await expect.poll(() => instance.calls(), { timeout: 60_000 }).toBeGreaterThan(before + 20);
}

describe.each(grpcClients)('$name', { timeout: 120_000 }, (kind) => {
  test.skipIf(kind.isMissing)('follows instances that come and go under load, without a failed call', async () => {
    const first = await startEchoInstance('first');
    const second = await startEchoInstance('second');
    const served = await startServedGrpc({ ir: echoMesh(), endpoints: [v1(first)] });
    const client = startGrpcClient(kind, served.bootstrap());
    await goesTo(client, ['first']);
    const load = client.startLoad({ target, inFlight: 2, gapMs: 5 });
    for (let round = 0; round < 3; round++) {
      served.change({ endpoints: [v1(first), v1(second)] });
      await goesTo(client, ['first', 'second']);
      served.change({ endpoints: [v1(second)] });
      await goesTo(client, ['second']);
      served.change({ endpoints: [v1(first)] });
      await goesTo(client, ['first']);
    }
    served.change({ endpoints: [v1(second)] });
    await goesTo(client, ['second']);
    await first.drain();
    const { answers, errors, details } = await load.stop();
    expect([errors, details]).toEqual([{}, []]);
    expect(Object.keys(answers).sort()).toEqual(['first', 'second']);
  });

  test.skipIf(kind.isMissing)(
    'follows routes to versions that come and go under load, without a failed call',
    async () => {
      const versions = ['v1', 'v2', 'v3'];
      const instances = await Promise.all(versions.map((version) => startEchoInstance(version)));
      const endpoints = instances.map(({ port }, index) => ({ port, version: versions[index] ?? '' }));
      const served = await startServedGrpc({ ir: echoMesh(), endpoints });
      const client = startGrpcClient(kind, served.bootstrap());
      await goesTo(client, ['v1']);
      const load = client.startLoad({ target, inFlight: 8, gapMs: 1 });
      for (const version of ['v2', 'v1', 'v3', 'v2', 'v1', 'v2', 'v3', 'v1']) {
        // No route names the other versions any more, and none has named this one.
        served.change({ ir: echoMesh([], { routes: [splitEcho({ [version]: 100 })] }) });
        await goesTo(client, [version]);
      }
      // All versions together are a place of their own.
      served.change({ ir: echoMesh([], { routes: [] }) });
      await goesTo(client, versions);
      const { errors, details } = await load.stop();
      expect([errors, details]).toEqual([{}, []]);
    },
  );

  test.skipIf(kind.isMissing)('bears an instance that dies under load: retries find another one', async () => {
    const retries = { origin, attempts: 3, on: ['unavailable'], backOffBaseMs: 25, backOffMaxMs: 250 } as const;
    const dying = await startEchoProcess('one');
    const [two, three] = [await startEchoInstance('two'), await startEchoInstance('three')];
    const served = await startServedGrpc({
      ir: echoMesh([], { policies: { retries } }),
      endpoints: [v1(dying), v1(two), v1(three)],
    });
    const client = startGrpcClient(kind, served.bootstrap());
    await goesTo(client, ['one', 'three', 'two']);
    const load = client.startLoad({ target, inFlight: 2, gapMs: 5 });
    await callsGoOn(two);
    dying.kill();
    // Nobody has told the client: the server still names it.
    await goesTo(client, ['three', 'two']);
    const { errors, details } = await load.stop();
    // Of the two calls under way the answer may have begun: such a call cannot be tried again.
    const { Unavailable: cutOff = 0, ...others } = errors;
    expect([others, cutOff <= 2 ? [] : details]).toEqual([{}, []]);
    expect(await client.calls({ target, count: 40 })).toMatchObject({ errors: {} });
  });

  test.skipIf(kind.isMissing)('bears a server that is killed and started anew under load, and follows it', async () => {
    const [one, two] = [await startEchoInstance('v1'), await startEchoInstance('v2')];
    const endpoints = [v1(one), { port: two.port, version: 'v2' }];
    const served = await startServedGrpc({ ir: echoMesh(), endpoints });
    const client = startGrpcClient(kind, served.bootstrap());
    await goesTo(client, ['v1']);
    const load = client.startLoad({ target, inFlight: 2, gapMs: 5 });
    served.kill();
    await callsGoOn(one);
    await served.restart({ ir: echoMesh([splitEcho({ v2: 100 })]) });
    await goesTo(client, ['v2']);
    const { errors, details } = await load.stop();
    expect([errors, details]).toEqual([{}, []]);
  });
});
