import { randomUUID } from 'node:crypto';
import type { SharePlane } from '../../control-plane/rollouts/share-plane.js';
import { defaultApiPort } from '../../controller/api/default-api-port.js';
import { startRolloutApi, type RolloutApi } from '../../controller/api/start-rollout-api.js';
import { adminCounters } from '../../controller/counters/admin-counters.js';
import { openRolloutFolder } from '../../controller/embedded/open-rollout-folder.js';
import { planeTraffic } from '../../controller/plane/plane-traffic.js';
import type { CounterPort } from '../../controller/ports/counter-port.js';
import type { DecisionEntry } from '../../controller/record/decision-entry.js';
import type { RolloutController } from '../../controller/rollout-controller.js';
import type { RolloutStatus } from '../../controller/rollout-status.js';
import { startRolloutController } from '../../controller/start-rollout-controller.js';
import { steadyClock } from '../../controller/steady-clock.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import { createRolloutPlan } from '../../rollout/plan/create-rollout-plan.js';
import type { Clock } from '../../util/clock.js';
import { InternalError } from '../../util/internal-error.js';
import { systemClock } from '../../util/system-clock.js';
import type { RunningInstance } from '../start-instance.js';
import type { ProcessWorkloads } from './process-workloads.js';

/** What the rollouts of a run work with. */
export interface LocalRolloutsOptions {
  /** Absolute folder for their records; the run's own, so that they are forgotten with it. */
  readonly folder: string;
  readonly workloads: ProcessWorkloads;
  /** By name; those that run now. */
  readonly instances: () => ReadonlyMap<string, RunningInstance>;
  /** Reads counters; absent: the Envoys' own. */
  readonly counters?: ((clock: Clock) => CounterPort) | undefined;
  readonly print: (text: string) => void;
}

/** The rollouts of a run: a controller beside it, from the first program that has any. */
export interface LocalRollouts {
  /** Says what the program wants, once the Envoys run on it. */
  readonly follow: (ir: MeshIr, plane: SharePlane) => Promise<void>;
  /** By name. */
  readonly statuses: () => readonly RolloutStatus[];
  readonly stop: () => Promise<void>;
}

interface Running {
  readonly controller: RolloutController;
  readonly api: RolloutApi;
  readonly close: () => Promise<void>;
}

/** Prepares the rollouts of a run; nothing is started before a program has some. */
export function createLocalRollouts(options: LocalRolloutsOptions): LocalRollouts {
  let running: Running | undefined;
  return {
    follow: async (ir, plane) => {
      const { rollouts } = ir;
      options.workloads.follow(ir);
      const plans = rollouts.map((rollout) => createRolloutPlan(ir, rollout));
      if (running !== undefined) running.controller.setPlans(plans);
      else if (plans.length > 0) {
        running = await start(options, plane);
        running.controller.setPlans(plans);
      }
    },
    statuses: () => running?.controller.statuses() ?? [],
    stop: async () => {
      await running?.close();
    },
  };
}

async function start(options: LocalRolloutsOptions, plane: SharePlane): Promise<Running> {
  const { folder, workloads, instances, counters, print } = options;
  const opened = openRolloutFolder(folder);
  if (!opened.ok) throw new InternalError(opened.problem);
  const { store } = opened;
  const clock = steadyClock(systemClock);
  const startedAt = clock.now();
  const proxies = () =>
    [...instances().values()].map(({ nodeId, ports }) => ({
      proxy: nodeId,
      url: `http://127.0.0.1:${String(ports.adminPort)}`,
    }));
  const controller = startRolloutController({
    plans: [],
    traffic: planeTraffic(plane),
    counters: counters?.(clock) ?? adminCounters({ proxies, clock }),
    workloads,
    store,
    notices: [],
    clock,
    onDecision: (rollout, entry) => {
      print(describe(rollout, entry, startedAt));
    },
  });
  const api = await startApi(controller, clock);
  const option = api.port === defaultApiPort ? '' : ` --controller ${api.url}`;
  print(`rollouts: meshwright rollout status${option}`);
  return {
    controller,
    api,
    close: async () => {
      await api.close();
      await controller.stop();
      await store.close();
    },
  };
}

/** Where commands look by themselves, unless another run is there. */
async function startApi(controller: RolloutController, clock: Clock): Promise<RolloutApi> {
  const startAt = (port: number): Promise<RolloutApi> =>
    startRolloutApi({ controller, clock, newId: randomUUID, address: { host: '127.0.0.1', port } });
  try {
    return await startAt(defaultApiPort);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return startAt(0);
  }
}

function describe(rollout: string, { atMs, phase, sentence }: DecisionEntry, startedAt: number): string {
  return `${((atMs - startedAt) / 1000).toFixed(1)} s  rollout ${rollout} (${phase}): ${sentence}`;
}
