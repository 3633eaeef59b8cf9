import { setTimeout as sleep } from 'node:timers/promises';
import type { SharePlane } from '../control-plane/rollouts/share-plane.js';
import { longestDelay } from '../control-plane/lingering/longest-delay.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { hasErrors } from '../diagnostics/has-errors.js';
import type { ProxyConfig } from '../envoy-resources/proxy-config.js';
import type { EffectiveMesh } from '../ir/effective-mesh.js';
import { emitEnvoy } from '../targets/envoy/emit-envoy.js';
import type { LocalInstance } from '../targets/envoy/environment.js';
import { InternalError } from '../util/internal-error.js';
import { configRefusal } from './config-refusal.js';
import { meshEndpoints } from './envoy/mesh-endpoints.js';
import { startLocalPlane, type LocalPlane } from './envoy/local-plane.js';
import { planInstances, type InstancePlan } from './plan/plan-instances.js';
import type { InstanceSurroundings } from './instance-surroundings.js';
import { startInstance, type RunningInstance } from './start-instance.js';
import { untilFirstFailure } from './until-first-failure.js';

/** What a change did. */
export interface FleetChange {
  /** With an error among them, the fleet runs on as it was. */
  readonly diagnostics: readonly Diagnostic[];
  /** Names of instances. A replaced one is in both lists. */
  readonly started: readonly string[];
  readonly stopped: readonly string[];
  /** Names of instances that go on running and whose Envoys were told something new. */
  readonly updated: readonly string[];
}

/** What a fleet is made of. */
export interface FleetOptions {
  readonly surroundings: InstanceSurroundings;
  /** Port for the first port of the first gateway. */
  readonly gatewayPort?: number | undefined;
  /** Whether an instance is not to run though the mesh has it; asked at each change. @default - all run */
  readonly isStopped?: (instance: string) => boolean;
  /** Learns the addresses of a mesh before the first request comes to them. */
  readonly onAddresses: (mesh: EffectiveMesh, ports: ReadonlyMap<string, LocalInstance>) => void;
  /** Is told when a running instance fails, and which. */
  readonly onFailure: (diagnostic: Diagnostic, instance: string) => void;
}

/** How long requests that chose their way before a change may take to get going on it, in ms, beside faults' delays. */
const drainMs = 1_000;
const idlePatienceMs = 5_000;
const noChange = { started: [], stopped: [], updated: [] };

/** All instances of a mesh on this machine. Everything that it started ends with `stop`. */
export class Fleet {
  private readonly options: FleetOptions;
  private running: ReadonlyMap<string, RunningInstance> = new Map();
  private mesh: EffectiveMesh | undefined;
  private plane: LocalPlane | undefined;
  private generation = 0;
  private wasStarted = false;
  private farewell: Promise<void> = Promise.resolve();
  private readonly stops = new Set<RunningInstance['stop']>();
  private readonly ending = new AbortController();

  constructor(options: FleetOptions) {
    this.options = options;
  }

  /** Whether any instance was ever started. */
  get hasStarted(): boolean {
    return this.wasStarted;
  }

  /** What carries shares of rollouts to the Envoys; absent before the first is started. */
  get shares(): SharePlane | undefined {
    return this.plane;
  }

  /** By name. */
  get instances(): ReadonlyMap<string, RunningInstance> {
    return this.running;
  }

  /**
   * Makes the fleet run a mesh: what is new is started before the running Envoys hear of it, and what is gone is stopped
   * when nobody uses it any more. Resolves when all Envoys run on the new mesh. One call at a time. Reports
   * `workload-without-command`, `port-in-use`, `workload-failed` and what the Envoy target does.
   */
  async run(mesh: EffectiveMesh, signal: AbortSignal): Promise<FleetChange> {
    await this.farewell;
    const { gatewayPort, onAddresses, onFailure, isStopped = () => false } = this.options;
    this.generation += 1;
    const { running, generation } = this;
    const { plans, diagnostics } = await planInstances({ mesh, running, generation, gatewayPort, isStopped });
    try {
      const emitted = hasErrors(diagnostics) ? { proxies: [], diagnostics: [] } : emitPlans(mesh, plans);
      const reported = [...diagnostics, ...emitted.diagnostics];
      if (hasErrors(reported)) return { diagnostics: reported, ...noChange };
      const configs = new Map(emitted.proxies.map((config) => [config.name, config]));
      onAddresses(mesh, new Map(plans.map(({ wanted, ports }) => [wanted.name, ports])));

      const fresh = await this.start(plans, configs, signal);
      if (fresh.diagnostics.length > 0) return { diagnostics: [...reported, ...fresh.diagnostics], ...noChange };
      const { kept, updated, refusals } = await changeKept(plans, configs, signal);
      if (refusals.length > 0) {
        // Some may have accepted what others refused, and send to what is new.
        await Promise.all(kept.map(({ config }) => config.undo(signal)));
        await Promise.all(fresh.instances.map((instance) => this.stopOne(instance)));
        return { diagnostics: [...reported, ...refusals], ...noChange };
      }
      for (const { whenFailed, wanted } of fresh.instances) {
        void whenFailed.then((diagnostic) => {
          onFailure(diagnostic, wanted.name);
        });
      }
      const leaving = this.replaceBy(mesh, [...kept, ...fresh.instances]);
      return {
        diagnostics: reported,
        started: fresh.instances.map(({ wanted }) => wanted.name),
        stopped: leaving.map(({ wanted }) => wanted.name),
        updated,
      };
    } finally {
      await Promise.all(plans.map(({ release }) => release()));
    }
  }

  /** Stops everything, also what is on its way to start or to leave. */
  async stop(): Promise<void> {
    this.ending.abort();
    await Promise.all([...this.stops].map((stop) => stop()));
    await this.farewell;
    this.plane?.close();
  }

  /** Starts what is new and waits for it; stops it again when any of it fails. */
  private async start(
    plans: readonly InstancePlan[],
    configs: ReadonlyMap<string, ProxyConfig>,
    signal: AbortSignal,
  ): Promise<{ readonly instances: readonly RunningInstance[]; readonly diagnostics: readonly Diagnostic[] }> {
    const instances: RunningInstance[] = [];
    this.plane ??= await startLocalPlane();
    for (const { kept, wanted, ports, nodeId, release } of plans) {
      if (kept !== undefined) continue;
      await release();
      signal.throwIfAborted();
      const instance = startInstance(
        { wanted, ports, nodeId, config: configOf(configs, wanted.name) },
        { ...this.options.surroundings, plane: this.plane },
      );
      this.wasStarted = true;
      this.stops.add(instance.stop);
      instances.push(instance);
    }
    const diagnostics = await untilFirstFailure(
      instances.map(({ whenReady }) => whenReady),
      signal,
    );
    if (diagnostics.length > 0) await Promise.all(instances.map((instance) => this.stopOne(instance)));
    return { instances, diagnostics };
  }

  /** Takes other instances for those of the fleet, and returns those that are to leave. */
  private replaceBy(mesh: EffectiveMesh, instances: readonly RunningInstance[]): readonly RunningInstance[] {
    const stays = new Set(instances.map(({ stop }) => stop));
    const leaving = [...this.running.values()].filter(({ stop }) => !stays.has(stop));
    this.running = new Map(instances.map((instance) => [instance.wanted.name, instance]));
    const previous = this.mesh;
    this.mesh = mesh;
    if (previous !== undefined) {
      this.farewell = this.sayFarewell(previous, leaving).catch((error: unknown) => {
        if (!this.ending.signal.aborted) throw error;
      });
    }
    return leaving;
  }

  /** Takes away what requests on their way have needed of the previous mesh. */
  private async sayFarewell(previous: EffectiveMesh, leaving: readonly RunningInstance[]): Promise<void> {
    const { signal } = this.ending;
    await sleep(drainMs + longestDelay(previous), undefined, { signal });
    for (const { config } of this.running.values()) config.tidy();
    await Promise.all(
      leaving.map(async (instance) => {
        await instance.whenIdle(idlePatienceMs, signal);
        await this.stopOne(instance);
      }),
    );
  }

  private async stopOne({ stop }: RunningInstance): Promise<void> {
    await stop();
    this.stops.delete(stop);
  }
}

function emitPlans(mesh: EffectiveMesh, plans: readonly InstancePlan[]): ReturnType<typeof emitEnvoy> {
  const instances = Object.fromEntries(plans.map(({ wanted, ports }) => [wanted.name, ports]));
  const { proxies, diagnostics } = emitEnvoy(mesh, { kind: 'local', instances });
  const withEndpoints = meshEndpoints(mesh, instances);
  return {
    proxies: proxies.map((config) => ({ ...config, resources: withEndpoints(config.resources) })),
    diagnostics,
  };
}

/** Tells the running Envoys of the new mesh. */
async function changeKept(
  plans: readonly InstancePlan[],
  configs: ReadonlyMap<string, ProxyConfig>,
  signal: AbortSignal,
): Promise<{
  readonly kept: readonly RunningInstance[];
  readonly updated: readonly string[];
  readonly refusals: readonly Diagnostic[];
}> {
  const updated: string[] = [];
  const refusals: Diagnostic[] = [];
  const kept = await Promise.all(
    plans.flatMap(({ kept: instance, wanted, ports, release }) => {
      if (instance === undefined) return [];
      return [
        (async (): Promise<RunningInstance> => {
          await release();
          const { isChanged, refusals: found } = await instance.config.change(configOf(configs, wanted.name), signal);
          if (isChanged) updated.push(wanted.name);
          refusals.push(...found.map((refusal) => configRefusal(wanted, refusal)));
          return { ...instance, wanted, ports };
        })(),
      ];
    }),
  );
  return { kept, updated, refusals };
}

function configOf(configs: ReadonlyMap<string, ProxyConfig>, name: string): ProxyConfig {
  const config = configs.get(name);
  if (config === undefined) throw new InternalError(`nothing was emitted for the instance "${name}"`);
  return config;
}
