// Beyond this many servers nobody waits unless all are busy; computing how little would take longer than it is worth.
const mostServers = 1_000_000;

/**
 * Probability that a request has to wait in a queue M/M/c (Erlang's second formula). By the recursion of Erlang's first
 * formula, B(k) = aB(k-1) / (k + aB(k-1)), which neither overflows nor cancels.
 *
 * @param servers whole number, 1 or more
 * @param offeredLoad erlangs: arrival rate times mean service time, 0 or more; at `servers` and above everybody waits
 */
export function erlangC(servers: number, offeredLoad: number): number {
  if (offeredLoad >= servers) return 1;
  if (servers > mostServers) return 0;
  let blocking = 1;
  for (let count = 1; count <= servers && blocking > 0; count += 1) {
    blocking = (offeredLoad * blocking) / (count + offeredLoad * blocking);
  }
  return blocking / (1 - (offeredLoad / servers) * (1 - blocking));
}
