import { withClusters } from '../../control-plane/lingering/with-clusters.js';
import type { Refusal } from '../../control-plane/proxy-state.js';
import type { ProxyConfig } from '../../envoy-resources/proxy-config.js';
import { pollUntil } from '../poll-until.js';
import type { EnvoyAdmin } from './envoy-admin.js';
import type { LocalPlane } from './local-plane.js';

/** What a change of configuration came to. */
export interface EnvoyChange {
  /** Whether there was anything to tell the Envoy. */
  readonly isChanged: boolean;
  /** Why it does not run on all of it, where it does not. */
  readonly refusals: readonly Pick<Refusal, 'names' | 'message' | 'origins'>[];
}

/** What one running Envoy is served, and how that changes under it. */
export interface EnvoyConfig {
  /** Waits until the Envoy runs on what it was served first. Returns what it refuses. */
  readonly settle: (signal: AbortSignal) => Promise<EnvoyChange['refusals']>;
  /**
   * Brings the Envoy to a configuration, without taking from it what requests on their way may still need: clusters that
   * are gone from the configuration stay.
   */
  readonly change: (config: ProxyConfig, signal: AbortSignal) => Promise<EnvoyChange>;
  /** Brings the Envoy back to the configuration before the last change, and waits for that as long as for a change. */
  readonly undo: (signal: AbortSignal) => Promise<void>;
  /** Takes away what `change` has left. */
  readonly tidy: () => void;
}

const patience = { timeoutMs: 10_000, intervalMs: 20 };
const warming = /^(cluster_manager\.warming_clusters|listener_manager\.total_listeners_warming)$/;

/** Serves a node its first configuration, and says how to change it once its Envoy runs. */
export function createEnvoyConfig(
  { nodeId, config: first }: { readonly nodeId: string; readonly config: ProxyConfig },
  plane: LocalPlane,
  admin: EnvoyAdmin,
): EnvoyConfig {
  let current = first;
  let previous = first;
  plane.serve(nodeId, first);

  const arrive = async (signal: AbortSignal): Promise<EnvoyChange['refusals']> => {
    let refusals: EnvoyChange['refusals'] = [];
    const ask = async (): Promise<boolean> => {
      const standing = plane.standingOfNode(nodeId);
      refusals = standing.refusals;
      // Of several that were refused together each is tried alone.
      if (refusals.some(({ names }) => names.length === 1)) return true;
      // What was accepted is in use once nothing waits for its parts.
      return standing.isSettled && (await isWarm(admin, signal));
    };
    const isOver = await pollUntil(ask, { ...patience, signal });
    return isOver || refusals.length > 0 ? refusals : [unanswered];
  };

  return {
    settle: arrive,
    async change(config, signal) {
      previous = current;
      const isChanged = plane.serve(nodeId, withClustersOf(config, current));
      const refusals = isChanged ? await arrive(signal) : [];
      if (refusals.length === 0) current = config;
      return { isChanged, refusals };
    },
    async undo(signal) {
      plane.serve(nodeId, withClustersOf(previous, current));
      current = previous;
      await arrive(signal);
    },
    tidy() {
      plane.serve(nodeId, current);
    },
  };
}

const unanswered: EnvoyChange['refusals'][number] = {
  names: ['its configuration'],
  message: `no answer within ${String(patience.timeoutMs / 1000)} s`,
  origins: [],
};

async function isWarm(admin: EnvoyAdmin, signal: AbortSignal): Promise<boolean> {
  const waiting = await admin.stats(warming, signal);
  return waiting.size === 2 && [...waiting.values()].every((count) => count === 0);
}

/** A configuration with the clusters of another one that it does not have itself. */
function withClustersOf(config: ProxyConfig, other: ProxyConfig): Pick<ProxyConfig, 'resources' | 'origins'> {
  return { origins: config.origins, resources: withClusters(config.resources, other.resources) };
}
