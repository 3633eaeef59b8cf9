import type { Clock } from '../../util/clock.js';
import { messageOf } from '../../util/message-of.js';
import type { AuthorityState } from './authority-state.js';
import { createRoot } from './create-root.js';
import { openIssuer, type OpenedIssuer } from './opened-issuer.js';
import { isRenewalDue } from './is-renewal-due.js';
import { readIssuer } from './read-issuer.js';
import { signingIssuer } from './signing-issuer.js';

/** What the issuers of an authority are made of. */
export interface IssuersOptions {
  readonly trustDomain: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly state?: AuthorityState;
  readonly rootTtlMs?: number;
  readonly backdateMs: number;
  readonly keep?: (state: AuthorityState) => Promise<AuthorityState>;
  readonly onProblem?: (problem: string) => void;
}

/** The issuers of one authority, as they come and go. */
export interface Issuers {
  readonly trustBundle: () => string;
  /** The one that signs now; a renewal that is due is waited for only where none is valid. Undefined where none is. */
  readonly signing: () => Promise<OpenedIssuer | undefined>;
  readonly renewWhereDue: () => Promise<void>;
  readonly state: () => AuthorityState;
  readonly adopt: (state: AuthorityState) => Promise<AdoptedState>;
  readonly watch: (listener: () => void) => () => void;
}

type AdoptedState = { readonly ok: true } | { readonly ok: false; readonly problem: string };

type CreatedIssuers =
  { readonly ok: true; readonly issuers: Issuers } | { readonly ok: false; readonly problem: string };

const yearMs = 31_536_000_000;

/** Opens the issuers of a state, or makes a root where there is none. */
export async function createIssuers(options: IssuersOptions): Promise<CreatedIssuers> {
  const { clock, keep = asItIs, onProblem = () => undefined } = options;
  const listeners = new Set<() => void>();
  let current: { readonly state: AuthorityState; readonly opened: readonly OpenedIssuer[] };
  let renewal: Promise<void> | undefined;

  const adopt = async (state: AuthorityState): Promise<AdoptedState> => {
    const read = await openState(state, options.trustDomain);
    if (!read.ok) return read;
    current = { state: read.state, opened: read.opened };
    for (const listener of listeners) listener();
    return { ok: true };
  };
  const renew = async (): Promise<void> => {
    const root = await newRoot(options);
    const issuers = [...keptIssuers(current.opened, clock.now()), root];
    const adopted = await adopt(await keep({ ...current.state, issuers }));
    if (!adopted.ok) onProblem(`the root that another keeps cannot be taken: ${adopted.problem}`);
  };
  const renewWhereDue = async (): Promise<void> => {
    if (current.state.rootsAre === 'given' || !isRenewalDue(current.opened, clock.now())) return;
    renewal ??= renew().finally(() => (renewal = undefined));
    try {
      await renewal;
    } catch (error) {
      onProblem(`the root could not be renewed: ${messageOf(error)}`);
    }
  };

  const first = await firstState(options, keep);
  const read = await openState(first, options.trustDomain);
  if (!read.ok) return read;
  current = read;
  return {
    ok: true,
    issuers: {
      trustBundle: () => bundleOf(current.opened, clock.now()),
      signing: async () => {
        const renewed = renewWhereDue();
        const signing = signingIssuer(current.opened, clock.now());
        if (signing !== undefined) return signing;
        await renewed;
        return signingIssuer(current.opened, clock.now());
      },
      renewWhereDue,
      state: () => current.state,
      adopt,
      watch: (listener) => {
        // Its own function: one listener may watch twice.
        const told = (): void => {
          listener();
        };
        listeners.add(told);
        return () => listeners.delete(told);
      },
    },
  };
}

function asItIs(state: AuthorityState): Promise<AuthorityState> {
  return Promise.resolve(state);
}

async function firstState(
  options: IssuersOptions,
  keep: (state: AuthorityState) => Promise<AuthorityState>,
): Promise<AuthorityState> {
  const { state, trustDomain } = options;
  return state ?? keep({ trustDomain, rootsAre: 'own', issuers: [await newRoot(options)] });
}

function newRoot({
  trustDomain,
  clock,
  rootTtlMs = yearMs,
  backdateMs,
}: IssuersOptions): ReturnType<typeof createRoot> {
  const now = clock.now();
  return createRoot({ trustDomain, notBefore: now - backdateMs, notAfter: now + rootTtlMs });
}

type OpenedState =
  | { readonly ok: true; readonly state: AuthorityState; readonly opened: readonly OpenedIssuer[] }
  | { readonly ok: false; readonly problem: string };

async function openState(state: AuthorityState, trustDomain: string): Promise<OpenedState> {
  if (state.trustDomain !== trustDomain) {
    return {
      ok: false,
      problem: `the authority is of the trust domain "${state.trustDomain}", not of "${trustDomain}"`,
    };
  }
  if (state.issuers.length === 0) return { ok: false, problem: 'the authority has no certificate to sign with' };
  const opened: OpenedIssuer[] = [];
  for (const { root, intermediates, privateKey } of state.issuers) {
    const read = await readIssuer({ certificateChain: `${intermediates}${root}`, privateKey });
    if (!read.ok) return read;
    opened.push(await openIssuer(read.issuer));
  }
  opened.sort((left, right) => left.notBefore - right.notBefore);
  return { ok: true, opened, state: Object.freeze({ ...state, issuers: opened.map(({ issuer }) => issuer) }) };
}

/** One that has ended is kept for another life: the clock may have been wrong. */
function keptIssuers(opened: readonly OpenedIssuer[], now: number): AuthorityState['issuers'] {
  return opened
    .filter(({ notBefore, notAfter }) => now < notAfter + (notAfter - notBefore))
    .map(({ issuer }) => issuer);
}

function bundleOf(opened: readonly OpenedIssuer[], now: number): string {
  const roots = opened.filter(({ notAfter }) => now < notAfter).map(({ issuer }) => issuer.root);
  return [...new Set(roots)].join('');
}
