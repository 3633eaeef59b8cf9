import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { MeshIr } from '../../lib/ir/mesh-ir.js';
import { Fleet } from '../../lib/local-runtime/fleet.js';
import { startWatchdog } from '../../lib/local-runtime/processes/watchdog.js';
import { compiled } from './compiled.js';
import { examplesFolder } from './example-program.js';
import { request, type Answer, type RequestOptions } from './request.js';
import type { Tool } from './tools.js';

/** An example with its real workloads and Envoys on this machine. It ends with the test file. */
export interface ExampleRun {
  /** Makes it run a mesh: the first time it starts, then it changes while it runs. Resolves when every Envoy follows. */
  readonly run: (ir: MeshIr) => Promise<void>;
  /** Asks the way that readers take: through the gateway. */
  readonly ask: (path: string, options?: RequestOptions) => Promise<Answer>;
  /** Address of a path at a gateway. */
  readonly urlOf: (gateway: string, path: string) => string;
  /** The same as `ask` through another gateway. */
  readonly askAt: (gateway: string, path: string, options?: RequestOptions) => Promise<Answer>;
  /** Asks as the workload of an instance asks, through the proxy beside it: `callAs('reviews/v2', 'ratings/http', …)`. */
  readonly callAs: (instance: string, callee: string, path: string, options?: RequestOptions) => Promise<Answer>;
  /** Callees that the proxy of an instance knows, as `<callee>/<port>`. */
  readonly calleesOf: (instance: string) => readonly string[];
  readonly instances: () => readonly string[];
}

/**
 * Prepares a run; nothing is started before the first mesh.
 *
 * @param example folder of the example
 */
export function createExampleRun(envoy: Tool, example: string): ExampleRun {
  const runDirectory = mkdtempSync(join(tmpdir(), 'meshwright-example-'));
  const watchdog = startWatchdog(runDirectory);
  const failures: string[] = [];
  const fleet = new Fleet({
    onAddresses: () => undefined,
    onFailure: ({ message }) => failures.push(message),
    surroundings: {
      ...{ watchdog, envoy: envoy.isMissing ? '' : envoy.path, runDirectory, env: process.env, startTimeoutMs: 30_000 },
      programDirectory: join(examplesFolder, example),
      onAccess: () => undefined,
      onLog: () => undefined,
      onNote: () => undefined,
    },
  });
  const { signal } = new AbortController();
  afterAll(async () => {
    await fleet.stop();
    await watchdog.close({ keepsFolder: false });
  });

  const portsOf = (name: string) => {
    const instance = fleet.instances.get(name);
    if (instance === undefined)
      throw new Error(`no instance ${name}; there are ${[...fleet.instances.keys()].join(', ')}`);
    return instance.ports;
  };
  const url = (port: number | undefined, path: string): string => `http://127.0.0.1:${String(port)}${path}`;
  const urlOf: ExampleRun['urlOf'] = (gateway, path) => url(portsOf(gateway).inboundPorts['http'], path);
  const askAt: ExampleRun['askAt'] = (gateway, path, options) => request(urlOf(gateway, path), options);
  return {
    run: async (ir) => {
      const { diagnostics } = await fleet.run(compiled(ir), signal);
      const problems = [...diagnostics.map(({ message }) => message), ...failures];
      if (problems.length > 0) throw new Error(problems.join('\n'));
    },
    ask: (path, options) => askAt('ingress', path, options),
    urlOf,
    askAt,
    callAs: (instance, callee, path, options) => request(url(portsOf(instance).outboundPorts[callee], path), options),
    calleesOf: (instance) => Object.keys(portsOf(instance).outboundPorts),
    instances: () => [...fleet.instances.keys()].sort(),
  };
}
