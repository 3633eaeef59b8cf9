import { expect, test } from 'vitest';
import { matchedDomain } from '../../../lib/behaviour/explain/matched-domain.js';
import { readRouteTable } from '../../../lib/simulate/read/read-route-table.js';
import { findVirtualHost } from '../../../lib/simulate/route/find-virtual-host.js';

// Each virtual host has the name of its only domain, so that the two can be compared.
const domains = ['*', 'a.example', '*.example', '*.b.example', 'a.*', 'a.b.*', '*-x.example'];
const hosts = domains.map((domain) => ({ name: domain, domains: [domain] }));

test('names the domain by which the simulator found the virtual host', () => {
  const table = readRouteTable({ virtual_hosts: hosts, ignore_port_in_host_matching: true });
  const authorities = [
    'A.example:80',
    'x.example',
    'y.b.example',
    '.b.example',
    'a.z',
    'a.b.c',
    'a-x.example',
    '',
    'z',
  ];
  const found = authorities.map((authority) => matchedDomain(table, authority));
  expect(found).toEqual(authorities.map((authority) => findVirtualHost(table, authority)?.name));
  expect(new Set(found)).toEqual(new Set(domains));
});

test('knows no domain where there is no virtual host', () => {
  expect(matchedDomain(readRouteTable({ virtual_hosts: hosts.slice(1) }), 'z')).toBeUndefined();
});
