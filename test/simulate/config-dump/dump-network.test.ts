import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dumpNetwork } from '../../../lib/simulate/config-dump/dump-network.js';
import type { ConfigDump } from '../../../lib/simulate/config-dump/config-dump.js';
import { readConfigDump } from '../../../lib/simulate/config-dump/read-config-dump.js';
import type { ProxyInput } from '../../../lib/simulate/proxy/read-proxy.js';

test('joins proxies where an endpoint of one is the address of another', () => {
  const front = dump('front', { addresses: [], listenerAddress: '127.0.0.1' });
  const back = dump('back', { addresses: ['10.0.0.2'], listenerAddress: '0.0.0.0' });
  const network = dumpNetwork([front, back]);
  expect(network.find({ host: '10.0.0.2', port: 80 })).toMatchObject([
    { name: 'back:80', proxy: { name: 'back', redirectedTo: undefined } },
  ]);
  expect(network.find({ host: '127.0.0.1', port: 80 })).toMatchObject([{ proxy: { name: 'front' } }]);
  expect(network.find({ host: '10.0.0.2', port: 81 })).toBeUndefined();
  expect(network.find({ host: '10.0.0.3', port: 80 })).toBeUndefined();
});

test('joins pods whose inbound connections the kernel redirects', () => {
  const { proxy, addresses } = dump('pod', { addresses: ['10.0.0.2'], listenerAddress: '0.0.0.0' });
  const capture = { name: 'in', traffic_direction: 'INBOUND', use_original_dst: true, ...socket('0.0.0.0', 15_006) };
  const network = dumpNetwork([
    { proxy: { ...proxy, listeners: [capture as ProxyInput['listeners'][number]] }, addresses },
  ]);
  expect(network.find({ host: '10.0.0.2', port: 9080 })).toMatchObject([
    { proxy: { name: 'pod', redirectedTo: 'in' } },
  ]);
});

test('gives two proxies of one name different names', () => {
  const one = dump('web', { addresses: [], listenerAddress: '10.0.0.1' });
  const network = dumpNetwork([one, one]);
  expect(network.proxies.map(({ name }) => name)).toEqual(['web', 'web (2)']);
  expect(network.proxy('web (2)')).toBe(network.proxies[1]);
  expect(network.proxy('nobody')).toBeUndefined();
});

test('never takes a cluster whose endpoints are not in the dump for one without endpoints', () => {
  const text = readFileSync('test/fixtures/config-dump/sidecar-of-istio.json', 'utf8');
  const { dump: read } = readConfigDump(text, { name: 'dump.json', endpoints: [] });
  if (read === undefined) throw new Error('the fixture is no dump');
  const [proxy] = dumpNetwork([read]).proxies;
  const clusters = [...proxy.clusters.values()].filter(({ discovery }) => discovery === 'eds');
  expect(clusters.map(({ name, endpoints }) => [name.split('|')[2], endpoints.map(({ host }) => host)])).toEqual([
    ['v1', ['10.244.0.9']],
    ['v3', ['endpoints that are not in the dump']],
    ['', ['endpoints that are not in the dump']],
  ]);
});

function dump(
  name: string,
  { addresses, listenerAddress }: { readonly addresses: readonly string[]; readonly listenerAddress: string },
): ConfigDump {
  const listener = { name: 'main', ...socket(listenerAddress, 80) };
  return { proxy: { name, listeners: [listener], routes: [], clusters: [], endpoints: [] }, addresses };
}

function socket(address: string, port: number): ProxyInput['listeners'][number] {
  return { address: { socket_address: { address, port_value: port } } };
}
