import { randomBytes } from 'node:crypto';
import type { KubeConfig } from '@kubernetes/client-node';
import type { Clock } from '../../util/clock.js';
import { keepLease, type LeaseAnswer } from '../leader/keep-lease.js';
import type { LeaderLease } from '../leader/leader-lease.js';
import { type KubeHttp, kubeHttp } from './kube-http.js';
import { type KubeLease, kubeNames, kubePaths } from './kube-objects.js';
import { microTime } from './written-objects.js';

/** Which leadership, and where it is decided. */
export interface KubernetesLeaseOptions {
  readonly kubeConfig: KubeConfig;
  readonly clock: Clock;
  /** Of the Lease object: what is led. */
  readonly name: string;
  /** @default 'default' */
  readonly namespace?: string;
  /** A leader that is silent for so long is followed by another; 300 to 3,600,000. @default 15000 */
  readonly ttlMs?: number;
  /** Names this candidate; no other may have it, nor this one in another life. @default - 72 random bits */
  readonly holder?: string;
}

/** What was last seen of the Lease object, and since when it is so. */
interface Seen {
  readonly version: string;
  readonly atMs: number;
}

/**
 * Stands for a leadership that a Lease object (coordination.k8s.io/v1) gives to one candidate at a time, as leader election in Kubernetes
 * does: a candidate takes a Lease that has not changed for `ttlMs` by its own clock. The fencing token stands in an annotation.
 */
export function createKubernetesLease(options: KubernetesLeaseOptions): LeaderLease {
  const { kubeConfig, clock, ttlMs = 15_000, holder = randomBytes(9).toString('base64url') } = options;
  const http = kubeHttp({ kubeConfig, clock, timeoutMs: Math.ceil(ttlMs / 6) });
  const list = kubePaths(options.namespace ?? 'default').leases;
  const candidate = { http, list, name: options.name, holder, ttlMs, clock };
  let seen: Seen | undefined;
  const kept = keepLease({
    ttlMs,
    clock,
    ask: async () => {
      const asked = await askLease(candidate, seen);
      ({ seen } = asked);
      return asked.answer;
    },
    release: () => release(candidate),
  });
  return {
    ...kept,
    close: async () => {
      await kept.close();
      http.close();
    },
  };
}

interface Candidate {
  readonly http: KubeHttp;
  readonly list: string;
  readonly name: string;
  readonly holder: string;
  readonly ttlMs: number;
  readonly clock: Clock;
}

interface Asked {
  readonly answer: LeaseAnswer;
  readonly seen: Seen | undefined;
}

async function askLease(candidate: Candidate, before: Seen | undefined): Promise<Asked> {
  const { http, list, name, holder, ttlMs, clock } = candidate;
  const found = await http.ask({ method: 'GET', path: `${list}/${name}` });
  if (found.kind !== 'answer') return { answer: { kind: 'failed' }, seen: before };
  if (found.status === 404) {
    const answer = await write(candidate, undefined, BigInt(Math.floor(clock.now())));
    return { answer, seen: undefined };
  }
  if (found.status !== 200) return { answer: { kind: 'failed' }, seen: before };
  // 200 brings the Lease.
  const lease = found.body as KubeLease;
  const version = lease.metadata.resourceVersion ?? '';
  const token = tokenOf(lease);
  if (lease.spec?.holderIdentity === holder) return { answer: await write(candidate, lease, token), seen: undefined };
  const seen = before?.version === version ? before : { version, atMs: clock.monotonic() };
  if (isHeld(lease) && clock.monotonic() - seen.atMs <= ttlMs) return { answer: { kind: 'taken' }, seen };
  // At least the time in ms: so it grows also when somebody deletes the object.
  const now = BigInt(Math.floor(clock.now()));
  const next = token + 1n > now ? token + 1n : now;
  return { answer: await write(candidate, lease, next), seen };
}

function tokenOf({ metadata }: KubeLease): bigint {
  return BigInt(metadata.annotations?.[kubeNames.fencingToken] ?? '0');
}

function isHeld({ spec }: KubeLease): boolean {
  return (spec?.holderIdentity ?? '') !== '';
}

/** Makes the Lease ours, where it still is as it was read. */
async function write(candidate: Candidate, lease: KubeLease | undefined, token: bigint): Promise<LeaseAnswer> {
  const { http, list, name, holder, ttlMs, clock } = candidate;
  const now = microTime(clock.now());
  const isRenewal = lease?.spec?.holderIdentity === holder;
  const body = {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      name,
      ...(lease === undefined ? {} : { resourceVersion: lease.metadata.resourceVersion }),
      annotations: { [kubeNames.fencingToken]: token.toString() },
    },
    spec: {
      holderIdentity: holder,
      leaseDurationSeconds: Math.ceil(ttlMs / 1000),
      renewTime: now,
      ...(isRenewal ? {} : { acquireTime: now, leaseTransitions: (lease?.spec?.leaseTransitions ?? -1) + 1 }),
    },
  };
  const answer = await (lease === undefined
    ? http.ask({ method: 'POST', path: list, body })
    : http.ask({ method: 'PATCH', path: `${list}/${name}`, body }));
  if (answer.kind !== 'answer') return { kind: 'failed' };
  if (answer.status < 300) return { kind: 'held', fencingToken: token };
  return { kind: answer.status === 409 ? 'taken' : 'failed' };
}

async function release({ http, list, name, holder }: Candidate): Promise<void> {
  const found = await http.ask({ method: 'GET', path: `${list}/${name}` });
  if (found.kind !== 'answer' || found.status !== 200) return;
  // 200 brings the Lease.
  const { metadata, spec } = found.body as KubeLease;
  if (spec?.holderIdentity !== holder) return;
  const body = { metadata: { resourceVersion: metadata.resourceVersion }, spec: { holderIdentity: '' } };
  await http.ask({ method: 'PATCH', path: `${list}/${name}`, body });
}
