import type { DiagnosticDetails } from '../../diagnostics/create-diagnostic.js';
import type { Origin } from '../../diagnostics/origin.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import { defineCheck } from '../define-check.js';
import { isDnsLabel } from '../syntax/is-dns-label.js';
import { isDnsSubdomain } from '../syntax/is-dns-subdomain.js';
import { describeOwner } from '../words/describe-owner.js';
import { showValue } from '../words/show-value.js';

interface NameRule {
  readonly holds: (name: string) => boolean;
  readonly expected: string;
}

const label: NameRule = {
  holds: isDnsLabel,
  expected: 'up to 63 lower-case letters, digits and "-", with a letter or digit at both ends',
};
// Kubernetes wants a letter at the start of the name of a Service (RFC 1035).
const serviceName: NameRule = {
  holds: (name) => isDnsLabel(name) && /^[a-z]/.test(name),
  expected: 'up to 63 lower-case letters, digits and "-", with a letter at the start and no "-" at the end',
};
// IANA_SVC_NAME, RFC 6335, section 5.1.
const portName: NameRule = {
  holds: (name) => isDnsLabel(name) && name.length <= 15 && /[a-z]/.test(name) && !name.includes('--'),
  expected: 'up to 15 lower-case letters, digits and single "-", with at least one letter and no "-" at either end',
};
const accountName: NameRule = {
  holds: isDnsSubdomain,
  expected: 'lower-case letters, digits, "-" and ".", as Kubernetes names a service account',
};
const routeName: NameRule = {
  holds: (name) => /^[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?$/.test(name),
  expected: 'up to 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends',
};

const reservedServiceNames: ReadonlyMap<string, string> = new Map([
  ['inbound', 'the way from a proxy to its own program'],
  ['external', 'external services'],
]);

interface NameUse {
  readonly noun: string;
  readonly name: string;
  readonly rule: NameRule;
  readonly origin: Origin;
  /** What it is the name of a part of. */
  readonly of?: string;
}

/**
 * Finds names that cannot be used where their construct needs them. Empty ones are reported by `empty-value`.
 */
export const invalidName = defineCheck('invalid-name', function* ({ ir, index }) {
  const { name, namespace, origin } = ir;
  yield* judge({ noun: 'mesh', name, rule: label, origin });
  if (namespace !== name)
    yield* judge({ noun: 'namespace', name: namespace, rule: label, origin, of: `mesh "${name}"` });
  yield* findInServices(ir);
  yield* findInOthers(ir);
  for (const rollout of ir.rollouts)
    yield* judge({ noun: 'rollout', name: rollout.name, rule: label, origin: rollout.origin });
  for (const { owner, route } of index.routes) {
    yield* judge({ noun: 'route', name: route.name, rule: routeName, origin: route.origin, of: describeOwner(owner) });
  }
});

function* findInServices({ services }: MeshIr): Generator<DiagnosticDetails> {
  for (const service of services) {
    const { name, origin, ports, versions } = service;
    const of = `service "${name}"`;
    yield* judge({ noun: 'service', name, rule: serviceName, origin });
    yield* judgeReserved(service);
    yield* judgeAccount(service, of);
    yield* judgePorts(ports, { origin, of });
    for (const version of versions) {
      yield* judge({ noun: 'version', name: version.name, rule: label, origin: version.origin, of });
    }
  }
}

/** Clusters are named `<service>/<port>` and so on: two words stand for something else where a service's name does. */
function* judgeReserved({
  name,
  origin,
}: {
  readonly name: string;
  readonly origin: Origin;
}): Generator<DiagnosticDetails> {
  const use = reservedServiceNames.get(name);
  if (use === undefined) return;
  yield {
    message: `service name ${showValue(name)} cannot be used: in Envoy's resource names it stands for ${use}`,
    origin,
    hint: `for example "${name}-service"`,
  };
}

function* findInOthers({ gateways, externalServices }: MeshIr): Generator<DiagnosticDetails> {
  for (const gateway of gateways) {
    const { name, origin, ports } = gateway;
    const of = `gateway "${name}"`;
    yield* judge({ noun: 'gateway', name, rule: serviceName, origin });
    yield* judgeAccount(gateway, of);
    yield* judgePorts(ports, { origin, of });
  }
  for (const { name, origin, ports } of externalServices) {
    yield* judge({ noun: 'external service', name, rule: label, origin });
    yield* judgePorts(ports, { origin, of: `external service "${name}"` });
  }
}

function* judgeAccount(
  { name, origin, serviceAccount }: { readonly name: string; readonly origin: Origin; readonly serviceAccount: string },
  of: string,
): Generator<DiagnosticDetails> {
  if (serviceAccount === name) return; // the name is judged already
  yield* judge({ noun: 'service account', name: serviceAccount, rule: accountName, origin, of });
}

function* judgePorts(
  ports: readonly { readonly name: string }[],
  at: { readonly origin: Origin; readonly of: string },
): Generator<DiagnosticDetails> {
  for (const { name } of ports) yield* judge({ noun: 'port', name, rule: portName, ...at });
}

function* judge({ noun, name, rule, origin, of }: NameUse): Generator<DiagnosticDetails> {
  if (name === '' || rule.holds(name)) return;
  const suggestion = suggest(name, rule);
  yield {
    message: `${noun} name ${showValue(name)}${of === undefined ? '' : ` of ${of}`} cannot be used; expected ${rule.expected}`,
    origin,
    hint: suggestion === undefined ? undefined : `for example "${suggestion}"`,
  };
}

function suggest(name: unknown, rule: NameRule): string | undefined {
  if (typeof name !== 'string') return undefined;
  const plain = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain !== '' && rule.holds(plain) ? plain : undefined;
}
