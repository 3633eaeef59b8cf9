import { connectFleet } from '../xds/delta-fleet.js';
import type { FleetOrder } from './fleet-order.js';

// The proxies that are no Envoys: a process of its own, so that their work is not the server's.
process.once('message', ({ port, proxies }: FleetOrder) => {
  const fleet = connectFleet(
    port,
    proxies.map(({ node, plan }) => ({ node: Buffer.from(node, 'base64'), plan })),
    1,
  );
  void fleet.complete.then(() => process.send?.('complete'));
});
process.once('disconnect', () => process.exit());
