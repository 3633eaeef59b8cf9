import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import { startRolloutApi } from '../../controller/api/start-rollout-api.js';
import { meshApiTraffic } from '../../controller/mesh-api-traffic/mesh-api-traffic.js';
import { registryWorkloads } from '../../controller/registry-workloads/registry-workloads.js';
import { startRolloutController } from '../../controller/start-rollout-controller.js';
import { steadyClock } from '../../controller/steady-clock.js';
import { systemClock } from '../../util/system-clock.js';
import { apiTokens } from '../controller/api-tokens.js';
import type { ControllerCommandOptions } from '../controller/controller-options.js';
import { countersOf, meshApiServers, noticesOf } from '../controller/controller-parts.js';
import { controllerSettings, type ControllerSettings } from '../controller/controller-settings.js';
import type { ControllerWorld, WorldSurroundings } from '../controller/controller-world.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { decisionLine } from '../rollout/decision-line.js';
import { orUsageError } from '../serve/or-usage-error.js';
import { untilAborted } from '../until-aborted.js';

/** `meshwright controller`: carries rollouts out until it is asked to stop. Weights stay as they are then, and the next controller goes on. */
export async function controller(options: ControllerCommandOptions, io: Io): Promise<ExitCode> {
  const settings = controllerSettings(options, io);
  const print = (text: string): void => {
    if (!options.quiet) io.stderr.write(`${text}\n`);
  };
  const clock = steadyClock(systemClock);
  const { tokensFile, address, port } = settings.api;
  const tokens = tokensFile === undefined ? undefined : apiTokens(tokensFile, clock.monotonic);
  const servers = meshApiServers(settings.meshApi);
  const notices = noticesOf(settings, clock);
  const world = await openWorld(settings, { clock, env: io.env, signal: io.signal, print });
  const running = startRolloutController({
    plans: world.plans(),
    traffic: world.traffic ?? meshApiTraffic({ servers, clock }),
    counters: countersOf(settings, clock),
    workloads: world.workloads ?? registryWorkloads({ servers: servers.map(({ client }) => client), clock }),
    store: world.store,
    notices: [...world.notices, ...notices],
    clock,
    ...(world.leader === undefined ? {} : { leader: world.leader }),
    onDecision: (rollout, entry) => {
      print(`${rollout}  ${decisionLine(entry)}`);
      world.onDecision?.(rollout, entry);
    },
  });
  world.watchPlans((plans) => {
    print(`plans: ${plans.map(({ name }) => name).join(', ') || 'none'}`);
    running.setPlans(plans);
  });
  try {
    const api = await orUsageError(
      `the API cannot listen on port ${port} of ${address}`,
      startRolloutApi({
        ...{ controller: running, clock, newId: randomUUID, address: { host: address, port } },
        ...(tokens === undefined ? { openTo: isLoopback(address) ? 'commands' : 'reads' } : { tokens }),
      }),
    );
    try {
      print(
        `plans: ${
          world
            .plans()
            .map(({ name }) => name)
            .join(', ') || 'none'
        }`,
      );
      print(`API: ${api.url}`);
      print('ready');
      await untilAborted(io.signal);
      print('stopping');
    } finally {
      await api.close();
    }
  } finally {
    await running.stop();
    await world.close();
  }
  return exitCode.ok;
}

/** Each is loaded when it is asked for, as its client costs time and memory. */
async function openWorld(
  { source, meshApi }: ControllerSettings,
  surroundings: WorldSurroundings,
): Promise<ControllerWorld> {
  switch (source.kind) {
    case 'folder': {
      const { openFolderWorld } = await import('../controller/open-folder-world.js');
      return openFolderWorld(source, surroundings);
    }
    case 'redis': {
      const { openRedisWorld } = await import('../controller/open-redis-world.js');
      return openRedisWorld(source, surroundings);
    }
    case 'kubernetes': {
      const { openKubernetesWorld } = await import('../controller/open-kubernetes-world.js');
      return openKubernetesWorld({ ...source, meshApi }, surroundings);
    }
  }
}

function isLoopback(address: string): boolean {
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}
