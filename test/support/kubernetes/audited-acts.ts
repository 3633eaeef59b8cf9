import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Kube } from '../kube.js';

/** What somebody asked of an API server, and how that ended. */
export interface AuditedAct {
  /** `<verb> <group>/<resource>`, `/<subresource>` of it where there is one, and `/<name>` of Secrets and ConfigMaps. */
  readonly act: string;
  readonly status: number;
}

interface AuditEvent {
  readonly stage: string;
  readonly verb: string;
  readonly user: { readonly username: string };
  readonly objectRef?: {
    readonly apiGroup?: string;
    readonly resource: string;
    readonly subresource?: string;
    readonly name?: string;
  };
  readonly responseStatus?: { readonly code: number };
}

/** The name of a rule's act as `auditedActs` gives it. */
export function actOf(verb: string, group: string, resource: string, name = ''): string {
  return `${verb} ${group}/${resource}${name === '' ? '' : `/${name}`}`;
}

/** Reads what a service account did, of an API server with `access: 'rbac'`, in the order in which it was answered. */
export function auditedActs(kube: Kube, account: string): AuditedAct[] {
  const lines = readFileSync(join(dirname(kube.kubeconfigPath), 'audit.log'), 'utf8').split('\n');
  return lines.flatMap((line) => {
    if (!line.endsWith('}')) return []; // the last one may be half-written
    const { stage, verb, user, objectRef, responseStatus } = JSON.parse(line) as AuditEvent;
    if (user.username !== account || stage === 'RequestReceived' || objectRef === undefined) return [];
    const { apiGroup = '', resource, subresource, name } = objectRef;
    const isNamed = resource === 'secrets' || resource === 'configmaps';
    const whole = subresource === undefined ? resource : `${resource}/${subresource}`;
    return [{ act: actOf(verb, apiGroup, whole, isNamed ? name : ''), status: responseStatus?.code ?? 0 }];
  });
}
