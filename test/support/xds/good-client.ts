import { expect } from 'vitest';
import { resourceTypeUrls } from '../../../lib/envoy-resources/resource-type-urls.js';
import type { XdsServer } from '../../../lib/xds/server/start-xds-server.js';
import { clustersNamed } from './clusters-named.js';
import { openDiscovery } from './discovery-client.js';

const type_url = resourceTypeUrls.cluster;

/** A client that keeps the rules. */
export interface GoodClient {
  /** Gives it something new, and expects that it gets that and nothing else. */
  readonly isServed: () => Promise<void>;
}

/** Opens a stream as node "good", and expects that it is served. */
export async function openGoodClient({ port, setSnapshot }: XdsServer): Promise<GoodClient> {
  let turn = 0;
  setSnapshot('good', clustersNamed(['good-0']));
  const stream = openDiscovery(port);
  stream.send({ node: { id: 'good' }, type_url });
  const ack = async (name: string): Promise<void> => {
    const response = await stream.next();
    expect(response).toMatchObject({ type_url, resources: [{ name }] });
    stream.send({ type_url, response_nonce: response['nonce'] });
  };
  await ack('good-0');
  return {
    isServed: async () => {
      turn += 1;
      const name = `good-${String(turn)}`;
      setSnapshot('good', clustersNamed([name]));
      await ack(name);
    },
  };
}
