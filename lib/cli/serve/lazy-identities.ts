import type { CertificateSigner } from '../../identity/certificate-signer.js';
import type { IdentityProvider } from '../../identity/identity-provider.js';
import { parseSpiffeId } from '../../identity/parse-spiffe-id.js';
import type { ServedIdentities } from './served-identities.js';

/** Identities of whatever trust domain a mesh turns out to have. */
export interface LazyIdentities extends Pick<IdentityProvider, 'follow' | 'close'>, CertificateSigner {
  /** Rejects when a provider could not be made; never resolves. */
  readonly failure: Promise<never>;
}

/** Makes a provider for each trust domain when it is first asked for. */
export function lazyIdentities(make: (trustDomain: string) => Promise<ServedIdentities>): LazyIdentities {
  const providers = new Map<string, Promise<ServedIdentities>>();
  let fail: (error: Error) => void = () => undefined;
  const failure = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  // Whoever waits for it hears of it; before that it is no unhandled one.
  failure.catch(() => undefined);
  const providerOf = (trustDomain: string): Promise<ServedIdentities> => {
    const known = providers.get(trustDomain);
    if (known !== undefined) return known;
    const made = make(trustDomain);
    made.catch(fail);
    providers.set(trustDomain, made);
    return made;
  };
  return {
    failure,
    follow: (spiffeId, listener) => {
      let end = (): void => undefined;
      let isEnded = false;
      const start = (provider: IdentityProvider): void => {
        if (!isEnded) end = provider.follow(spiffeId, listener);
      };
      // A failure is told of by `failure`.
      providerOf(parseSpiffeId(spiffeId)?.trustDomain ?? '').then(start, () => undefined);
      return () => {
        isEnded = true;
        end();
      };
    },
    sign: async (csrPem, spiffeId) => {
      const { signer } = await providerOf(parseSpiffeId(spiffeId)?.trustDomain ?? '');
      return signer?.sign(csrPem, spiffeId) ?? { ok: false, fault: 'authority', problem: 'others issue certificates' };
    },
    close: async () => {
      const made = await Promise.allSettled(providers.values());
      for (const each of made) if (each.status === 'fulfilled') await each.value.close();
    },
  };
}
