import { BlockList, isIP } from 'node:net';
import type { ChainMatch } from './chain-match.js';
import type { SimulatedFilterChain } from './simulated-proxy.js';

/** Keeps the chains whose range around an address is the narrowest; a chain without ranges takes every address. */
export function keepClosestRange(
  chains: readonly SimulatedFilterChain[],
  rangesOf: (match: ChainMatch) => readonly string[],
  address: string,
): readonly SimulatedFilterChain[] {
  // Most chains say nothing of addresses: then there is nothing to compare.
  if (chains.every(({ match }) => rangesOf(match).length === 0)) return chains;
  const lengths = chains.map(({ match }) => closest(rangesOf(match), address));
  const longest = Math.max(...lengths);
  return longest < 0 ? [] : chains.filter((_, index) => lengths[index] === longest);
}

/** Length of the narrowest range around an address; -1 where there is none. */
function closest(ranges: readonly string[], address: string): number {
  return ranges.length === 0 ? 0 : Math.max(...ranges.map((range) => matchedLength(range, address)));
}

function matchedLength(range: string, address: string): number {
  const [prefix = '', length = ''] = range.split('/');
  const version = isIP(prefix);
  if (version === 0 || isIP(address) !== version) return -1;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  // Envoy takes lengths that are too great for the greatest there is.
  const bits = Math.min(Number(length), version === 4 ? 32 : 128);
  const list = new BlockList();
  list.addSubnet(prefix, bits, family);
  return list.check(address, family) ? bits : -1;
}
