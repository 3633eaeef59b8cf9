import type { Balancer, Balancing } from './balancer.js';
import { createLeastRequest, type LeastRequestOptions } from './create-least-request.js';
import { createRandom } from './create-random.js';
import { createRendezvousHash } from './create-rendezvous-hash.js';
import { createRoundRobin } from './create-round-robin.js';

/** Creates a balancer of a kind. */
export function createBalancer(balancing: Balancing, options: LeastRequestOptions): Balancer {
  switch (balancing) {
    case 'round-robin':
      return createRoundRobin();
    case 'random':
      return createRandom(options.random);
    case 'least-request':
      return createLeastRequest(options);
    case 'hash':
      return createRendezvousHash(createRandom(options.random));
  }
}
