import { explainTrace } from '../behaviour/explain/explain-trace.js';
import type { Explanation } from '../behaviour/explain/explanation.js';
import { resolveAtProxy, type ProxyRequest } from '../behaviour/explain/resolve-at-proxy.js';
import { traceThrough } from '../behaviour/trace-through.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { dumpNetwork } from '../simulate/config-dump/dump-network.js';
import { readConfigDump } from '../simulate/config-dump/read-config-dump.js';
import { readEndpointFile } from '../simulate/config-dump/read-endpoint-file.js';
import type { ConfigDump } from '../simulate/config-dump/config-dump.js';
import type { Io } from './io.js';
import { raiseProblem } from './raise-problem.js';
import { readInputFile } from './read-input-file.js';
import { UsageError } from './usage-error.js';

/** How a dump is asked. */
export interface DumpOptions {
  /** Files with the dumps of Envoys. */
  readonly configDump: readonly string[];
  /** Name or port of the listener that takes the request. */
  readonly listener?: string;
  /** File with endpoints that the dumps came without. */
  readonly eds?: string;
  /** Which proxy of several gets the request. @default - that of the first dump */
  readonly from?: string;
}

/** Explains a request to the Envoys of dumps. Reports what reading them reports. */
export function explainDump(
  asked: Omit<ProxyRequest, 'listener'>,
  options: DumpOptions,
  io: Io,
): { readonly explanation?: Explanation; readonly diagnostics: readonly Diagnostic[] } {
  const extra = options.eds === undefined ? undefined : readEndpointFile(readInputFile(options.eds, io), options.eds);
  const endpoints = extra?.endpoints ?? [];
  const read = options.configDump.map((file) => readConfigDump(readInputFile(file, io), { name: file, endpoints }));
  const diagnostics = [...(extra?.diagnostics ?? []), ...read.flatMap((each) => each.diagnostics)];
  const [first, ...others] = read.flatMap(({ dump }): readonly ConfigDump[] => (dump === undefined ? [] : [dump]));
  if (first === undefined || 1 + others.length < read.length) return { diagnostics };
  const network = dumpNetwork([first, ...others]);
  const proxy = network.proxies.find(({ name }) => options.from === undefined || name === options.from);
  if (proxy === undefined) {
    const names = network.proxies.map(({ name }) => name).join(', ');
    throw new UsageError(`no dump is of a proxy "${options.from ?? ''}"; they are of ${names}`);
  }
  const resolved = resolveAtProxy(proxy, { ...asked, listener: options.listener });
  if ('message' in resolved) return raiseProblem(resolved);
  const trace = traceThrough(network, resolved);
  return { explanation: explainTrace({ network, origins: new Map() }, trace), diagnostics };
}
