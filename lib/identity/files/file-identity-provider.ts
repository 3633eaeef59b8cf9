import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../util/clock.js';
import { createFollowers } from '../create-followers.js';
import type { IdentityProvider } from '../identity-provider.js';
import { readSvid, type ReadSvidResult } from '../read-svid.js';
import { watchFolder } from './watch-folder.js';

/** Where somebody else keeps identities fresh. */
export interface FileIdentityProviderOptions {
  readonly trustDomain: string;
  /** Absolute folder of `tls.crt`, `tls.key` and `ca.crt` of an identity; undefined for one that is not to be had here. */
  readonly folderOf: (spiffeId: string) => string | undefined;
  readonly clock: Clock;
  /** Told why the files of an identity cannot be used, without secrets; what was told last stays. It must not throw. */
  readonly onProblem?: (problem: string) => void;
}

/**
 * Gives out identities that something else writes to files and renews, as cert-manager's csi-driver-spiffe does. Files that
 * do not belong together, for one is new and one still old, are read again when the next one changes.
 */
export function createFileIdentityProvider(options: FileIdentityProviderOptions): IdentityProvider {
  const { trustDomain, folderOf, clock, onProblem = () => undefined } = options;
  const stopById = new Map<string, () => void>();
  const lastProblem = new Map<string, string>();

  const read = async (spiffeId: string, folder: string): Promise<void> => {
    const result = await readFolder(folder);
    if (!followers.isFollowed(spiffeId)) return;
    const problem = result.ok ? otherIdentity(result.identity.svid.spiffeId, spiffeId) : result.problem;
    if (problem === undefined && result.ok) {
      lastProblem.delete(spiffeId);
      const known = followers.published().get(spiffeId);
      const { svid, trustBundle } = result.identity;
      const isKnown = known?.svid.certificateChain === svid.certificateChain && known.trustBundle === trustBundle;
      if (!isKnown) followers.publish(spiffeId, result.identity);
    } else if (problem !== undefined && lastProblem.get(spiffeId) !== problem) {
      lastProblem.set(spiffeId, problem);
      onProblem(`no identity for ${spiffeId} from ${folder}: ${problem}`);
    }
  };
  const stop = (spiffeId: string): void => {
    stopById.get(spiffeId)?.();
    stopById.delete(spiffeId);
    lastProblem.delete(spiffeId);
  };
  const followers = createFollowers({
    onFirst: (spiffeId) => {
      const folder = folderOf(spiffeId);
      if (folder === undefined) {
        onProblem(`there is no folder for the identity ${spiffeId}`);
        return;
      }
      stopById.set(
        spiffeId,
        watchFolder(folder, clock, () => void read(spiffeId, folder)),
      );
      void read(spiffeId, folder);
    },
    onLast: stop,
  });
  return {
    trustDomain,
    follow: followers.follow,
    close: () => {
      followers.close();
      for (const spiffeId of [...stopById.keys()]) stop(spiffeId);
      return Promise.resolve();
    },
  };
}

async function readFolder(folder: string): Promise<ReadSvidResult> {
  try {
    const names = ['tls.crt', 'tls.key', 'ca.crt'];
    const [certificateChain = '', privateKey = '', trustBundle = ''] = await Promise.all(
      names.map((name) => readFile(join(folder, name), 'utf8')),
    );
    return readSvid({ certificateChain, privateKey, trustBundle });
  } catch {
    return { ok: false, problem: 'tls.crt, tls.key and ca.crt cannot all be read' };
  }
}

function otherIdentity(found: string, wanted: string): string | undefined {
  return found === wanted ? undefined : `the files are of ${found}`;
}
