import type { Origin } from '../../diagnostics/origin.js';
import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import type { Finding } from './finding.js';
import { pairUp } from './pair-up.js';

/** Services and gateways that came and went. */
export function presenceFindings(before: EffectiveMesh, after: EffectiveMesh): readonly Finding[] {
  const { removed, added } = pairUp(membersOf(before), membersOf(after), ({ kind, name }) => `${kind} ${name}`);
  return [
    ...removed.map((member) => presenceFinding(member, { isNew: false })),
    ...added.map((member) => presenceFinding(member, { isNew: true })),
  ];
}

interface Member {
  readonly kind: 'service' | 'gateway';
  readonly name: string;
  readonly origin: Origin;
}

function membersOf({ ir }: EffectiveMesh): readonly Member[] {
  return [
    ...ir.services.map(({ name, origin }): Member => ({ kind: 'service', name, origin })),
    ...ir.gateways.map(({ name, origin }): Member => ({ kind: 'gateway', name, origin })),
  ];
}

function presenceFinding({ kind, name, origin }: Member, { isNew }: { readonly isNew: boolean }): Finding {
  const [there, missing] = [`the ${kind} is there`, `there is no such ${kind}`];
  return {
    from: undefined,
    to: name,
    when: 'every request',
    witness: undefined,
    before: isNew ? missing : there,
    after: isNew ? there : missing,
    aspects: [
      {
        kind: 'access',
        name: kind,
        before: isNew ? undefined : name,
        after: isNew ? name : undefined,
        beforeOrigin: isNew ? undefined : origin,
        afterOrigin: isNew ? origin : undefined,
      },
    ],
    severity: isNew ? 'neutral' : 'breaking',
    routes: { before: undefined, after: undefined },
  };
}
