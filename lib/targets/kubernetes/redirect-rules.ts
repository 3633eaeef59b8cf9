import { proxyPorts } from '../../envoy-resources/proxy-ports.js';
import { proxyUser } from './proxy-user.js';

/**
 * Writes the packet filter rules that put the proxy between the workload and the network, for `nft -f`.
 *
 * nft and not iptables: one file and one call cover IPv4 and IPv6 in one transaction, NET_ADMIN suffices (iptables
 * wants NET_RAW too), and no wrapper has to guess the kernel's iptables mode and write to the root file system. All
 * services have the same rules: which ports are open is the proxy's knowledge. The proxies listen on IPv4; what comes by
 * IPv6 is redirected all the same, and so refused rather than let past them.
 */
export function redirectRules(): string {
  // `table` before `delete table` makes the latter succeed on the first run; a restarted pod runs the rules again.
  return `table inet meshwright
delete table inet meshwright
table inet meshwright {
	chain outbound {
		type nat hook output priority -100; policy accept;
		# the proxy's own connections
		meta skuid ${proxyUser} accept
		# the pod talking to itself
		oif "lo" accept
		# long DNS answers come by TCP; the network policy names the servers
		tcp dport 53 accept
		meta l4proto tcp redirect to :${proxyPorts.outbound}
	}
	chain inbound {
		type nat hook prerouting priority -100; policy accept;
		iif "lo" accept
		# pages that the proxy itself shows
		tcp dport { ${proxyPorts.ready}, ${proxyPorts.metrics} } accept
		meta l4proto tcp redirect to :${proxyPorts.inbound}
	}
}
`;
}
