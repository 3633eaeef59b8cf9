import type { Clock } from '../util/clock.js';
import { messageOf } from '../util/message-of.js';
import type { CertificateAuthority, IssueResult } from './authority/certificate-authority.js';
import { createFollowers } from './create-followers.js';
import type { IdentityProvider } from './identity-provider.js';
import type { Svid } from './svid.js';

/** What a provider is made of. */
export interface LocalIdentityProviderOptions {
  readonly authority: CertificateAuthority;
  readonly clock: Clock;
  /** From 0 to below 1, each as likely as the others: spreads renewals. */
  readonly random: () => number;
  /** Life of an SVID, in ms. @default 3600000 */
  readonly ttlMs?: number;
  /** Told what went wrong, without secrets; it is tried again. It must not throw. */
  readonly onProblem?: (problem: string) => void;
}

/** Wall clock times between which there is nothing to do for one identity. */
interface Fresh {
  readonly from: number;
  readonly until: number;
  /** Failed attempts in a row. */
  readonly failures: number;
}

const hourMs = 3_600_000;
/** The wall clock may jump while a timer runs on the other one, so it is looked at this often. */
const longestWaitMs = 10_000;
const shortestWaitMs = 250;

/** Gives out identities that an authority in this process signs; each is renewed after about two thirds of its life. */
export function createLocalIdentityProvider(options: LocalIdentityProviderOptions): IdentityProvider {
  const { authority, clock, random, ttlMs = hourMs, onProblem = () => undefined } = options;
  /** Absent: an identity is followed and being issued. */
  const freshById = new Map<string, Fresh>();
  let toldBundle = authority.trustBundle();
  let stopTimer = (): void => undefined;

  const publish = (svid: Svid): void => {
    followers.publish(svid.spiffeId, Object.freeze({ svid, trustBundle: authority.trustBundle() }));
  };
  const renew = async (spiffeId: string, failures: number): Promise<void> => {
    freshById.delete(spiffeId);
    const now = clock.now();
    const issued = await issueBy(authority, spiffeId, ttlMs);
    if (!followers.isFollowed(spiffeId)) return;
    freshById.set(spiffeId, issued.ok ? freshness(issued.svid, now, random()) : retry(clock.now(), failures));
    if (issued.ok) publish(issued.svid);
    else onProblem(`no identity for ${spiffeId}: ${issued.problem}`);
    schedule();
  };
  const tellBundle = (): void => {
    if (toldBundle === authority.trustBundle()) return;
    toldBundle = authority.trustBundle();
    for (const { svid } of [...followers.published().values()]) publish(svid);
  };
  const tick = (): void => {
    const now = clock.now();
    tellBundle();
    for (const [spiffeId, { from, until, failures }] of freshById) {
      if (now < from || now >= until) void renew(spiffeId, failures);
    }
    schedule();
  };
  const schedule = (): void => {
    stopTimer();
    const next = [...freshById.values()].reduce((least, { until }) => Math.min(least, until), Infinity) - clock.now();
    stopTimer = clock.after(Math.min(Math.max(next, 0), longestWaitMs), tick);
  };
  const followers = createFollowers({
    onFirst: (spiffeId) => void renew(spiffeId, 0),
    onLast: (spiffeId) => freshById.delete(spiffeId),
  });
  const stopWatching = authority.watch(tellBundle);
  schedule();
  return {
    trustDomain: authority.trustDomain,
    follow: followers.follow,
    close: () => {
      followers.close();
      freshById.clear();
      stopWatching();
      stopTimer();
      return Promise.resolve();
    },
  };
}

async function issueBy(authority: CertificateAuthority, spiffeId: string, ttlMs: number): Promise<IssueResult> {
  try {
    return await authority.issue(spiffeId, ttlMs);
  } catch (error) {
    return { ok: false, problem: messageOf(error) };
  }
}

function freshness({ notBefore, notAfter }: Svid, now: number, chance: number): Fresh {
  const waitMs = Math.max((notAfter - now) * (2 / 3 - chance / 10), shortestWaitMs);
  return { from: notBefore, until: now + waitMs, failures: 0 };
}

function retry(now: number, failures: number): Fresh {
  const waitMs = Math.min(shortestWaitMs * 2 ** failures, longestWaitMs);
  return { from: now - longestWaitMs, until: now + waitMs, failures: failures + 1 };
}
