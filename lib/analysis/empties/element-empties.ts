import type { ExternalService } from '../../ir/external-service.js';
import type { Gateway } from '../../ir/gateway.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import type { Service } from '../../ir/service.js';
import { emptyTexts } from './empty-texts.js';
import type { Empty } from './empty.js';

/** Finds what is empty in each kind of element of a mesh, but for its versions, routes and policies. */
export const elementEmpties = Object.freeze({
  *mesh({ name, namespace, trustDomain, clusterDomain }: MeshIr): Generator<Empty> {
    yield* emptyTexts({ name, namespace, 'trust domain': trustDomain, 'cluster domain': clusterDomain });
  },
  *service({ name, serviceAccount, clusterIp, ports }: Service): Generator<Empty> {
    const ownAccount = serviceAccount === name;
    yield* emptyTexts({ name, 'service account': ownAccount ? undefined : serviceAccount, 'cluster IP': clusterIp });
    yield* portEmpties(ports);
  },
  *gateway({ name, serviceAccount, ports, hosts }: Gateway): Generator<Empty> {
    yield* emptyTexts({ name, 'service account': serviceAccount === name ? undefined : serviceAccount });
    yield* portEmpties(ports);
    yield* hostEmpties(hosts);
  },
  *externalService({ name, ports, hosts, endpoints, tls }: ExternalService): Generator<Empty> {
    yield* emptyTexts({ name, 'TLS server name': tls?.serverName, 'file of trusted roots': tls?.caFile });
    yield* portEmpties(ports);
    yield* hostEmpties(hosts);
    for (const { address } of endpoints) yield* emptyTexts({ 'address of an endpoint': address });
  },
});

function* portEmpties(ports: readonly { readonly name: string }[]): Generator<Empty> {
  for (const { name } of ports) yield* emptyTexts({ 'name of a port': name });
}

function* hostEmpties(hosts: readonly string[]): Generator<Empty> {
  if (hosts.length === 0) yield { what: 'list of hosts', hint: 'name at least one' };
  for (const host of hosts) yield* emptyTexts({ host });
}
