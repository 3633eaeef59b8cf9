import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { meshApiTraffic } from '../../../lib/controller/mesh-api-traffic/mesh-api-traffic.js';
import type { TrafficPort } from '../../../lib/controller/ports/traffic-port.js';
import { createMeshApiClient } from '../../../lib/mesh-api/client/create-mesh-api-client.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { startServe, type RunningServe } from '../../support/control-plane/serve.js';
import { startServedEnvoy } from '../../support/control-plane/served-envoy.js';
import { shopProgram } from '../../support/control-plane/shop-program.js';
import { startEchoServer } from '../../support/echo-server.js';
import { eventually as eventuallyIn } from '../../support/eventually.js';
import { freePorts } from '../../support/free-port.js';
import { makeProject } from '../../support/make-project.js';
import { makePlan } from '../../support/rollout/make-plan.js';
import { request } from '../../support/request.js';
import { startLoad } from '../../support/start-load.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const eventually = (isTrue: () => boolean | Promise<boolean>): Promise<void> => eventuallyIn(isTrue, 60_000);
const declared = `
import { Rollout, errorRatio, paced } from 'meshwright';
new Rollout(mesh, 'echo-v2', {
  of: echo, from: 'v1', to: 'v2', strategy: paced({ first: 1, most: 50 }), criteria: [errorRatio({ margin: 0.5 })],
});`;
const plan = makePlan({
  name: 'echo-v2',
  subject: { kind: 'versions', services: [{ service: 'echo', stable: 'v1', canary: 'v2' }] },
});

function trafficOf(serve: RunningServe): TrafficPort {
  const token = readFileSync(join(serve.directory, '.meshwright/operator-token'), 'utf8').trim();
  const client = createMeshApiClient({ baseUrl: serve.apiUrl, token });
  return meshApiTraffic({ servers: [{ name: serve.apiUrl, client }], clock: systemClock });
}

test.skipIf(envoy.isMissing)(
  'a controller elsewhere divides requests through a real server; one that was killed takes nothing from proxies until it is told again, or nobody tells',
  { timeout: 240_000 },
  async () => {
    const [gateway = 0, xds = 0, api = 0, ...workloads] = await freePorts(5);
    const run = {
      directory: makeProject({ 'main.ts': shopProgram(gateway, declared) }),
      ports: { xds, api },
      args: ['--no-type-check', '--proxy-address', '127.0.0.1'],
    };
    const first = await startServe(run);
    for (const [index, port] of workloads.entries()) {
      const version = `v${String(index + 1)}`;
      await startEchoServer(version, port);
      await first.api(`PUT /v1/services/echo/instances/${version}`, {
        ...{ address: '127.0.0.1', ports: { http: port }, version },
      });
    }
    await startServedEnvoy(envoy.path, (await first.api('GET /v1/bootstrap/gateway~front~1')) as object);
    const answers = async (version: string): Promise<boolean> => {
      const all = [];
      for (let count = 0; count < 20; count++) all.push(await request(`http://127.0.0.1:${String(gateway)}/`));
      return all.every(({ status, echo }) => status === 200 && echo.instance === version);
    };
    await eventually(() => answers('v1'));

    const push = { epoch: 1, weight: 1, mirror: 0, audience: 'everybody' } as const;
    const isHeld = async (traffic: TrafficPort): Promise<boolean> => {
      const standing = await traffic.standing(plan);
      return standing.kind === 'accepted' && standing.epoch === 1 && standing.carrying === 1;
    };
    const traffic = trafficOf(first);
    expect(await traffic.push(plan, push)).toEqual({ kind: 'done' });
    await eventually(() => isHeld(traffic));
    expect(await answers('v2')).toBe(true);

    first.process.kill('SIGKILL');
    await eventually(() => !first.process.isRunning());
    expect(await traffic.standing(plan)).toEqual({ kind: 'unknown' });
    expect(await traffic.push(plan, push)).toMatchObject({ kind: 'failed' });
    // Envoy goes on by what it has.
    expect(await answers('v2')).toBe(true);

    // The controller tells the new server as soon as it answers: until then, and after it, everybody gets what they got.
    const load = startLoad(`http://127.0.0.1:${String(gateway)}/`);
    const [second] = await Promise.all([
      startServe(run),
      eventually(async () => (await traffic.push(plan, push)).kind === 'done'),
    ]);
    await eventually(() => isHeld(traffic));
    const { statuses, instances } = await load.stop();
    expect([[...statuses.keys()], [...instances.keys()]]).toEqual([[200], ['v2']]);

    second.process.kill('SIGKILL');
    await eventually(() => !second.process.isRunning());
    await startServe(run);
    expect(await traffic.standing(plan)).toMatchObject({ epoch: 0 });
    // Nobody tells it.
    await eventually(() => answers('v1'));
  },
);
