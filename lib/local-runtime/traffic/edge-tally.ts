import { compareText } from '../../util/compare-text.js';
import type { AccessEntry } from './access-entry.js';
import type { AddressBook } from './address-book.js';
import { createLatencyHistogram, type LatencyHistogram } from './latency-histogram.js';

/** What went from a caller to one version of a callee. */
export interface EdgeRow {
  readonly caller: string;
  /** Absent: no route took the requests. */
  readonly callee?: string;
  /** Absent: the request reached none, or the callee has none. */
  readonly version?: string;
  /** Requests, or on TCP ports connections that have ended. */
  readonly requests: number;
  /** Answers by the first digit of their status. */
  readonly status2xx: number;
  readonly status3xx: number;
  readonly status4xx: number;
  readonly status5xx: number;
  /** Answers of 500 and over, and failed connections. */
  readonly errors: number;
  /** Requests that a fault delayed, and that a fault answered. */
  readonly delayed: number;
  readonly aborted: number;
  /** Whole milliseconds. */
  readonly p50Ms?: number;
  readonly p99Ms?: number;
}

/** Counts requests by edge. */
export interface EdgeTally {
  readonly add: (instance: string, entry: AccessEntry) => void;
  /** Sorted by caller, callee and version. */
  readonly rows: () => readonly EdgeRow[];
}

interface Counts {
  readonly caller: string;
  readonly callee: string | undefined;
  readonly version: string | undefined;
  requests: number;
  readonly byStatusClass: Record<number, number>;
  errors: number;
  delayed: number;
  aborted: number;
  readonly latency: LatencyHistogram;
}

/** Marks of a connection that did not come about or broke. Envoy: upstream failure, none healthy, overflow, reset, no cluster. */
const brokenConnection = ['UF', 'UH', 'UO', 'UC', 'NC', 'NR'];

/** Makes a tally without requests. */
export function createEdgeTally(book: AddressBook): EdgeTally {
  const countsByKey = new Map<string, Counts>();
  return {
    add(instance, entry) {
      const caller = book.instance(instance)?.owner ?? instance;
      const cluster = book.cluster(entry.cluster);
      const endpoint = book.endpoint(entry.endpoint);
      const callee = cluster?.owner ?? endpoint?.owner ?? entry.cluster;
      const version = endpoint?.version ?? cluster?.version;
      const key = JSON.stringify([caller, callee, version]);
      const counts = countsByKey.get(key) ?? newCounts(caller, callee, version);
      countsByKey.set(key, counts);
      count(counts, entry);
    },
    rows: () => [...countsByKey.values()].map(toRow).sort(byNames),
  };
}

function newCounts(caller: string, callee: string | undefined, version: string | undefined): Counts {
  const zeros = { requests: 0, errors: 0, delayed: 0, aborted: 0 };
  return { caller, callee, version, ...zeros, byStatusClass: {}, latency: createLatencyHistogram() };
}

function count(counts: Counts, { status, flags, durationMs }: AccessEntry): void {
  counts.requests += 1;
  if (status !== undefined) {
    const statusClass = Math.floor(status / 100);
    counts.byStatusClass[statusClass] = (counts.byStatusClass[statusClass] ?? 0) + 1;
  }
  const isError = status === undefined ? flags.some((flag) => brokenConnection.includes(flag)) : status >= 500;
  if (isError) counts.errors += 1;
  if (flags.includes('DI')) counts.delayed += 1;
  if (flags.includes('FI')) counts.aborted += 1;
  counts.latency.add(durationMs);
}

function toRow({
  caller,
  callee,
  version,
  requests,
  byStatusClass,
  errors,
  delayed,
  aborted,
  latency,
}: Counts): EdgeRow {
  const p50Ms = latency.quantile(0.5);
  const p99Ms = latency.quantile(0.99);
  return {
    caller,
    ...(callee === undefined ? {} : { callee }),
    ...(version === undefined ? {} : { version }),
    requests,
    status2xx: byStatusClass[2] ?? 0,
    status3xx: byStatusClass[3] ?? 0,
    status4xx: byStatusClass[4] ?? 0,
    status5xx: byStatusClass[5] ?? 0,
    errors,
    delayed,
    aborted,
    ...(p50Ms === undefined ? {} : { p50Ms }),
    ...(p99Ms === undefined ? {} : { p99Ms }),
  };
}

function byNames(left: EdgeRow, right: EdgeRow): number {
  return (
    compareText(left.caller, right.caller) ||
    compareText(left.callee ?? '', right.callee ?? '') ||
    compareText(left.version ?? '', right.version ?? '')
  );
}
