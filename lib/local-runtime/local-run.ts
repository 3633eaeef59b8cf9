import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { compileMesh } from '../compiler/compile-mesh.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { hasErrors } from '../diagnostics/has-errors.js';
import type { EffectiveMesh } from '../ir/effective-mesh.js';
import { systemClock } from '../util/system-clock.js';
import { describeChange } from './describe-change.js';
import { Fleet } from './fleet.js';
import { gatewayUrls } from './gateway-urls.js';
import { LoadGenerator } from './load/load-generator.js';
import { planLoad } from './load/plan-load.js';
import type { LocalReport } from './local-report.js';
import type { LocalRunOptions } from './local-run-options.js';
import type { LocalRunResult } from './local-run-result.js';
import type { Watchdog } from './processes/watchdog.js';
import { writeMetricsTargets } from './metrics-targets.js';
import { createLocalRollouts, type LocalRollouts } from './rollouts/local-rollouts.js';
import { processWorkloads, type ProcessWorkloads } from './rollouts/process-workloads.js';
import type { RunningInstance } from './start-instance.js';
import { Traffic } from './traffic/traffic.js';
import { renderReport } from './view/render-report.js';
import { renderRollouts } from './view/render-rollouts.js';
import { watchFolder } from './watch-folder.js';

/** What a run gets from the one who starts it. */
export interface LocalRunResources {
  /** Absolute folder for files and logs; the run's own. */
  readonly runDirectory: string;
  readonly watchdog: Watchdog;
}

const drawIntervalMs = 500;
const printIntervalMs = 10_000;
/** Envoys write their access logs every tenth of a second; the last lines should be in the report. */
const lastLinesMs = 400;

/** One run of a mesh on this machine. `stop` has to be called, whatever happened. */
export class LocalRun {
  private readonly options: LocalRunOptions;
  private readonly fleet: Fleet;
  private readonly traffic = new Traffic();
  private readonly workloads: ProcessWorkloads;
  private readonly rollouts: LocalRollouts;
  private readonly ending = new AbortController();
  private readonly cleanups: (() => void)[] = [];
  private readonly end = createEnd();
  private generator: LoadGenerator | undefined;
  private mesh: EffectiveMesh | undefined;
  private readyAt: number | undefined;
  private endedAt: number | undefined;
  private reloading: Promise<void> | undefined;
  /** What is to be done anew; undefined: nothing. */
  private stale: 'program' | 'instances' | undefined;

  constructor(options: LocalRunOptions, { runDirectory, watchdog }: LocalRunResources) {
    this.options = options;
    const { screen, env, envoy, programDirectory, gatewayPort, startTimeoutMs = 30_000 } = options;
    this.workloads = processWorkloads({
      isRunning: (instance) => this.fleet.instances.has(instance),
      clock: systemClock,
      onChange: () => {
        this.renew('instances');
      },
    });
    this.rollouts = createLocalRollouts({
      folder: join(runDirectory, 'rollouts'),
      workloads: this.workloads,
      instances: () => this.fleet.instances,
      counters: options.rolloutCounters,
      print: screen.print,
    });
    this.fleet = new Fleet({
      gatewayPort,
      isStopped: this.workloads.isStopped,
      onFailure: (diagnostic, instance) => {
        // A canary that does not live is what a rollout is for.
        if (!this.workloads.crashed(instance, diagnostic.message)) this.end.resolve([diagnostic]);
        else screen.print(options.renderDiagnostics([diagnostic]));
      },
      onAddresses: (mesh, ports) => {
        this.traffic.learn(mesh, ports);
      },
      surroundings: {
        ...{ watchdog, envoy, env, programDirectory, runDirectory, startTimeoutMs },
        onAccess: (instance, line) => {
          this.traffic.add(instance, line);
        },
        onLog: (instance, line) => {
          if (options.showsLogs === true) screen.print(`${options.paint('dim', `${instance} |`)} ${line}`);
        },
        onNote: (text) => {
          screen.print(text);
        },
      },
    });
  }

  /** Whether anything was started, so that there are logs. */
  get hasStarted(): boolean {
    return this.fleet.hasStarted;
  }

  /**
   * Starts everything and waits for the end, whichever it is. Rejects with the reason of the signal when that aborts before
   * everything is ready.
   */
  async untilEnd(): Promise<LocalRunResult> {
    const { signal, screen } = this.options;
    const onAbort = (): void => {
      this.ending.abort();
      this.end.resolve([]);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    this.cleanups.push(() => {
      signal.removeEventListener('abort', onAbort);
    });
    try {
      signal.throwIfAborted();
      const diagnostics = await this.start();
      if (hasErrors(diagnostics)) return { diagnostics };
      this.watch();
      this.drawRegularly();
      const failures = await this.end.promise;
      this.endedAt = performance.now();
      await this.generator?.stop();
      if (failures.length === 0) await sleep(lastLinesMs);
      return { diagnostics: failures, report: this.report({ rates: 'whole-run' }) };
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    } finally {
      screen.clear();
    }
  }

  /** Stops everything that was started. */
  async stop(): Promise<void> {
    this.ending.abort();
    for (const cleanup of this.cleanups) cleanup();
    await this.generator?.stop();
    await this.rollouts.stop();
    if (this.hasStarted) this.tellTargets([]);
    await this.fleet.stop();
    await this.reloading;
  }

  private async start(): Promise<readonly Diagnostic[]> {
    const { screen, traffic, durationMs } = this.options;
    const startedAt = performance.now();
    const diagnostics = await this.load();
    if (hasErrors(diagnostics)) return diagnostics;
    this.readyAt = performance.now();
    const count = this.fleet.instances.size;
    screen.print(`${String(count)} Envoys ready in ${seconds(this.readyAt - startedAt)}`);
    for (const { gateway, port, url } of gatewayUrls(this.mesh, this.fleet.instances))
      screen.print(`gateway ${gateway} (${port}): ${url}`);
    if (traffic !== undefined) {
      this.generator = new LoadGenerator(traffic);
      this.aimLoad();
    }
    if (durationMs !== undefined) {
      const timer = setTimeout(this.end.resolve, durationMs, []);
      this.cleanups.push(() => {
        clearTimeout(timer);
      });
    }
    return [];
  }

  /** Loads the program and makes the fleet run it. Shows warnings; errors are returned. */
  private async load(): Promise<readonly Diagnostic[]> {
    const { signal } = this.ending;
    const { screen, renderDiagnostics, load } = this.options;
    const startedAt = performance.now();
    const loaded = await load(signal);
    if (loaded.ir === undefined || hasErrors(loaded.diagnostics)) return loaded.diagnostics;
    const compiled = compileMesh(loaded.ir);
    // The program's own compilation has reported the same; one cause, one message.
    if (compiled.mesh === undefined) return compiled.diagnostics;
    const isFirst = this.mesh === undefined;
    if (isFirst) screen.print(`starting mesh ${loaded.ir.name}`);
    const change = await this.fleet.run(compiled.mesh, signal);
    const all = [...loaded.diagnostics, ...change.diagnostics];
    if (hasErrors(all)) return all;
    if (all.length > 0) screen.print(renderDiagnostics(all));
    this.mesh = compiled.mesh;
    this.tellTargets();
    const hasChanged = change.started.length + change.stopped.length + change.updated.length > 0;
    if (hasChanged) this.traffic.restartRules(compiled.mesh, Date.now());
    this.aimLoad();
    if (!isFirst) screen.print(`${describeChange(change)} (${seconds(performance.now() - startedAt)})`);
    // Last: by now every Envoy has the routes that a rollout needs.
    if (this.fleet.shares !== undefined) await this.rollouts.follow(compiled.mesh.ir, this.fleet.shares);
    return [];
  }

  /** Starts and stops what rollouts have asked for. */
  private async rescale(): Promise<readonly Diagnostic[]> {
    if (this.mesh === undefined) return [];
    const startedAt = performance.now();
    const change = await this.fleet.run(this.mesh, this.ending.signal);
    const failure = change.diagnostics.find(({ severity }) => severity === 'error');
    this.workloads.setFailure(failure?.message);
    if (failure !== undefined) return change.diagnostics;
    this.tellTargets();
    if (change.started.length + change.stopped.length > 0)
      this.options.screen.print(`${describeChange(change)} (${seconds(performance.now() - startedAt)})`);
    return [];
  }

  private tellTargets(instances: Iterable<RunningInstance> = this.fleet.instances.values()): void {
    const { metricsTargetsFile: file } = this.options;
    if (file !== undefined) writeMetricsTargets(file, instances);
  }

  private watch(): void {
    const { watch } = this.options;
    if (watch === undefined) return;
    const onChange = (): void => {
      this.renew('program');
    };
    this.cleanups.push(watchFolder({ ...watch, onChange }));
  }

  private renew(what: 'program' | 'instances'): void {
    if (this.stale !== 'program') this.stale = what;
    this.reloading ??= this.reload().finally(() => {
      this.reloading = undefined;
    });
  }

  private async reload(): Promise<void> {
    const { screen, renderDiagnostics } = this.options;
    try {
      while (this.stale !== undefined && !this.ending.signal.aborted) {
        const what = this.stale;
        this.stale = undefined;
        const diagnostics = await (what === 'program' ? this.load() : this.rescale());
        if (diagnostics.length === 0) continue;
        screen.print(`${renderDiagnostics(diagnostics)}the mesh runs on as it was before this change`);
      }
    } catch (error) {
      if (!this.ending.signal.aborted) this.failReload(error);
    }
  }

  /** A bug of ours, told by whoever awaits the end. */
  private failReload(error: unknown): void {
    this.end.reject(error);
  }

  private aimLoad(): void {
    const { traffic, screen } = this.options;
    if (traffic === undefined || this.generator === undefined || this.mesh === undefined) return;
    const ports = new Map([...this.fleet.instances].map(([name, instance]) => [name, instance.ports]));
    const requests = planLoad({ mesh: this.mesh, ports, paths: traffic.paths });
    this.generator.setRequests(requests);
    if (requests.length === 0)
      screen.print('there is nothing to send: no route of a gateway takes a GET that could be made up');
  }

  private drawRegularly(): void {
    const { screen, paint, durationMs } = this.options;
    const lines = (): readonly string[] => [
      ...renderReport(this.report({ rates: 'recent' }), paint),
      ...renderRollouts(this.rollouts.statuses(), paint),
    ];
    const draw = setInterval(() => {
      screen.draw(lines());
    }, drawIntervalMs);
    // Into a file, a table now and then; none where the whole run is a short one that ends with a table.
    const print =
      screen.isTerminal || durationMs !== undefined
        ? undefined
        : setInterval(() => {
            screen.print(`\n${lines().join('\n')}`);
          }, printIntervalMs);
    this.cleanups.push(() => {
      clearInterval(draw);
      clearInterval(print);
    });
  }

  private report({ rates }: { readonly rates: 'recent' | 'whole-run' }): LocalReport {
    const now = performance.now();
    const elapsed = ((this.endedAt ?? now) - (this.readyAt ?? now)) / 1000;
    const load = this.generator?.report();
    return {
      seconds: elapsed,
      gateways: gatewayUrls(this.mesh, this.fleet.instances),
      edges: rates === 'recent' ? this.traffic.recentEdges(now) : this.traffic.edges(elapsed),
      rules: this.traffic.rules(),
      ...(load === undefined ? {} : { load }),
    };
  }
}

/** The end of a run: the errors that it ends for, none if it was asked to; rejects on a bug of ours. */
interface End {
  readonly promise: Promise<readonly Diagnostic[]>;
  readonly resolve: (diagnostics: readonly Diagnostic[]) => void;
  readonly reject: (error: unknown) => void;
}

function createEnd(): End {
  let resolve: End['resolve'] = ignore;
  let reject: End['reject'] = ignore;
  const promise = new Promise<readonly Diagnostic[]>((onEnd, onBug) => {
    resolve = onEnd;
    reject = onBug;
  });
  return { promise, resolve, reject };
}

function ignore(): void {
  // Replaced before anyone can call it.
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}
