import type { Clock } from '../../util/clock.js';
import type { InstanceRecord } from '../model/instance-record.js';
import type { RegistryBackend } from '../model/registry-backend.js';
import { emptyContent } from '../rules/content-draft.js';
import { refuseWrite } from '../rules/refuse-write.js';
import { replaceContent } from '../rules/replace-content.js';
import { toldContent } from '../rules/told-content.js';
import { type DnsResponse, type DnsServerAddress, queryDns } from './query-dns.js';
import { type AskDns, type DnsName, type ResolvedName, resolveName } from './resolve-name.js';

/** Names in DNS as services. */
export interface DnsBackendOptions {
  readonly names: readonly DnsName[];
  /** Recursive servers, asked in this order: the next one where one does not answer. At least one. */
  readonly servers: readonly DnsServerAddress[];
  readonly clock: Clock;
  /** 0 up to 1. */
  readonly random: () => number;
  /** How long one server is waited for. @default 2000 */
  readonly timeoutMs?: number;
}

interface NameState {
  readonly name: DnsName;
  readonly instances: readonly Omit<InstanceRecord, 'revision'>[];
  readonly problem: string | undefined;
  readonly isAsked: boolean;
  readonly failures: number;
}

/** Bounds of what servers say: neither a flood of questions nor an address for ever. */
const [leastTtlMs, mostTtlMs] = [1000, 3_600_000];
const mostRetryMs = 30_000;

/**
 * Serves what names in DNS stand for, asked again whenever their TTL is over. What a server says counts, also that there is
 * nothing; while none answers, what was known stays, as `stale`. DNS knows neither ids nor health, and takes no writes, so there are
 * no leases, request ids or fencing; every instance is healthy.
 */
export function dnsBackend({ names, servers, clock, random, timeoutMs = 2000 }: DnsBackendOptions): RegistryBackend {
  const told = toldContent();
  const timers = new Map<NameState, () => void>();
  let content = emptyContent;
  let turns = 0;
  let isClosed = false;
  const ask: AskDns = async (name, type) => {
    let response: DnsResponse = { kind: 'failed', problem: 'there is no server to ask' };
    for (const server of servers) {
      response = await queryDns({ server, name, type, clock, random, timeoutMs });
      if (response.kind === 'found') break;
    }
    return response;
  };
  const states = names.map((name): NameState => ({
    name,
    instances: [],
    problem: undefined,
    isAsked: false,
    failures: 0,
  }));
  const tell = (): void => {
    // The first content is whole: nobody is told that services have nobody only because nobody was asked yet.
    if (states.some(({ isAsked }) => !isAsked)) return;
    turns += 1;
    const services = names.map(({ service }) => ({ name: service, metadata: {} }));
    content = replaceContent(content, { services, instances: states.flatMap(({ instances }) => instances) }, turns);
    told.tell(content);
    const bad = states.find(({ problem }) => problem !== undefined);
    if (bad?.problem !== undefined) told.tellStale(`"${bad.name.name}" cannot be looked up: ${bad.problem}`);
  };
  const refresh = async (state: NameState): Promise<void> => {
    const resolved = await resolveName(state.name, ask);
    if (isClosed) return;
    const isNews = !state.isAsked || resolved.kind === 'found' || state.problem === undefined;
    if (resolved.kind === 'found')
      Object.assign(state, { instances: resolved.instances, problem: undefined, failures: 0 });
    else Object.assign(state, { problem: resolved.problem, failures: state.failures + 1 });
    Object.assign(state, { isAsked: true });
    const endTimer = clock.after(waitAfter(resolved, state.failures, random), () => void refresh(state));
    timers.set(state, endTimer);
    if (isNews) tell();
  };
  if (states.length === 0) tell();
  for (const state of states) void refresh(state);
  return {
    kind: 'dns',
    canWrite: false,
    watch: told.watch,
    write: refuseWrite('dns'),
    close: () => {
      isClosed = true;
      told.close();
      for (const endTimer of timers.values()) endTimer();
      return Promise.resolve();
    },
  };
}

function waitAfter(resolved: ResolvedName, failures: number, random: () => number): number {
  if (resolved.kind === 'found') return Math.min(Math.max(resolved.ttlSeconds * 1000, leastTtlMs), mostTtlMs);
  return Math.min(500 * 2 ** failures, mostRetryMs) * (0.75 + 0.5 * random());
}
