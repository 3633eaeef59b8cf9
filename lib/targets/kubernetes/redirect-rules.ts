import { proxyPorts } from '../../envoy-resources/proxy-ports.js';
import type { Service } from '../../ir/service.js';
import { proxyUser } from './proxy-user.js';

/**
 * Writes the packet filter rules that put the proxy between the workload and the network, for `nft -f`.
 *
 * nft and not iptables: one file and one call cover IPv4 and IPv6 in one transaction, NET_ADMIN suffices (iptables
 * wants NET_RAW too), and no wrapper has to guess the kernel's iptables mode and write to the root file system.
 */
export function redirectRules(service: Service): string {
  const open = [proxyPorts.ready, proxyPorts.metrics, ...healthPorts(service)].join(', ');
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
		tcp dport { ${open} } accept
		meta l4proto tcp redirect to :${proxyPorts.inbound}
	}
}
`;
}

// A probe's port that callers cannot use is unknown to the proxy, which would refuse the kubelet. It stays open to the
// node; the network policy closes it to everyone else.
function healthPorts({ ports, versions }: Service): number[] {
  const served = new Set(ports.map(({ targetPort }) => targetPort));
  const probed = versions.flatMap(({ probes }) =>
    Object.values(probes).map((probe: { readonly port: number }) => probe.port),
  );
  return [...new Set(probed)].filter((port) => !served.has(port)).sort((left, right) => left - right);
}
