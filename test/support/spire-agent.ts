import { createCodec } from 'envoy-config-types/codec';
import { onTestFinished } from 'vitest';
import type { Identity } from '../../lib/identity/identity-provider.js';
import { createSnapshotEncoder } from '../../lib/xds/encode-resources.js';
import { startXdsServer } from '../../lib/xds/server/start-xds-server.js';

/** What a SPIRE agent is to the Envoy beside it. */
export interface SpireAgent {
  /** Gives the workload another identity. */
  readonly give: (identity: Identity) => void;
}

/**
 * Starts a double of a SPIRE agent's SDS on a socket, for one workload, until the test ends. Its secrets have the names that
 * SPIRE's "Using Envoy with SPIRE" has: `default` is the SVID, the trust domain's id the roots.
 */
export async function startSpireAgent(socketPath: string, trustDomain: string): Promise<SpireAgent> {
  const encode = createSnapshotEncoder(createCodec());
  const server = await startXdsServer({
    address: `unix:${socketPath}`,
    // It knows a workload by its process, and not by what it says of itself.
    admit: () => ({ kind: 'admitted', group: 'workload' }),
  });
  onTestFinished(server.close);
  return {
    give: ({ svid, trustBundle }) => {
      const secrets = [
        {
          name: 'default',
          tls_certificate: {
            certificate_chain: { inline_string: svid.certificateChain },
            private_key: { inline_string: svid.privateKey },
          },
        },
        { name: `spiffe://${trustDomain}`, validation_context: { trusted_ca: { inline_string: trustBundle } } },
      ];
      server.setSnapshot('workload', encode({ listeners: [], routes: [], clusters: [], endpoints: [], secrets }));
    },
  };
}
