import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { MeshIr } from '../../lib/ir/mesh-ir.js';
import { Fleet } from '../../lib/local-runtime/fleet.js';
import { startWatchdog } from '../../lib/local-runtime/processes/watchdog.js';
import { compiled } from './compiled.js';
import { examplesFolder } from './example-program.js';
import { inParallel } from './in-parallel.js';
import { readReviews, type SeenReviews } from './read-reviews.js';
import { request, type Answer, type RequestOptions } from './request.js';
import type { Tool } from './tools.js';

/** Bookinfo with its real workloads and Envoys on this machine. It ends with the test file. */
export interface BookinfoRun {
  /** Makes it run a mesh: the first time it starts, then it changes while it runs. Resolves when every Envoy follows. */
  readonly run: (ir: MeshIr) => Promise<void>;
  /** Asks the way that readers take: through the gateway. */
  readonly ask: (path: string, options?: RequestOptions) => Promise<Answer>;
  /** Asks for the reviews of a book many times, eight at once, on connections that stay open. */
  readonly readMany: (count: number, options?: Pick<RequestOptions, 'headers'>) => Promise<readonly SeenReviews[]>;
  /** The same as `ask` through another gateway. */
  readonly askAt: (gateway: string, path: string, options?: RequestOptions) => Promise<Answer>;
  /** Asks as the workload of an instance asks, through the proxy beside it: `callAs('reviews/v2', 'ratings/http', …)`. */
  readonly callAs: (instance: string, callee: string, path: string, options?: RequestOptions) => Promise<Answer>;
  /** Callees that the proxy of an instance knows, as `<callee>/<port>`. */
  readonly calleesOf: (instance: string) => readonly string[];
  readonly instances: () => readonly string[];
}

/** Path of the gateway under which the reviews of a book are. */
export const reviewsPath = '/api/v1/products/0/reviews';

/** Prepares a run; nothing is started before the first mesh. */
export function createBookinfoRun(envoy: Tool): BookinfoRun {
  const runDirectory = mkdtempSync(join(tmpdir(), 'meshwright-bookinfo-'));
  const watchdog = startWatchdog(runDirectory);
  const failures: string[] = [];
  const fleet = new Fleet({
    onAddresses: () => undefined,
    onFailure: ({ message }) => failures.push(message),
    surroundings: {
      ...{ watchdog, envoy: envoy.isMissing ? '' : envoy.path, runDirectory, env: process.env, startTimeoutMs: 30_000 },
      programDirectory: join(examplesFolder, 'bookinfo'),
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
  const askAt: BookinfoRun['askAt'] = (gateway, path, options) =>
    request(url(portsOf(gateway).inboundPorts['http'], path), options);
  return {
    run: async (ir) => {
      const { diagnostics } = await fleet.run(compiled(ir), signal);
      const problems = [...diagnostics.map(({ message }) => message), ...failures];
      if (problems.length > 0) throw new Error(problems.join('\n'));
    },
    ask: (path, options) => askAt('ingress', path, options),
    readMany: (count, { headers = {} } = {}) =>
      inParallel(count, 8, async () => {
        const address = url(portsOf('ingress').inboundPorts['http'], reviewsPath);
        const answer = await fetch(address, { headers: headers as Record<string, string> });
        return readReviews({ status: answer.status, text: await answer.text() });
      }),
    askAt,
    callAs: (instance, callee, path, options) => request(url(portsOf(instance).outboundPorts[callee], path), options),
    calleesOf: (instance) => Object.keys(portsOf(instance).outboundPorts),
    instances: () => [...fleet.instances.keys()].sort(),
  };
}
