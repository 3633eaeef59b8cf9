import type { DiagnosticDetails } from '../../diagnostics/create-diagnostic.js';
import type { Rollout, ServiceArms } from '../../ir/rollout/rollout.js';
import type { NameIndex } from '../name-index.js';
import { defineCheck } from '../define-check.js';
import { didYouMean } from '../words/did-you-mean.js';
import { listNames } from '../words/list-names.js';

/**
 * Finds rollouts from or to a version that the service does not have, or from a version to itself.
 */
export const rolloutUnknownVersion = defineCheck('rollout-unknown-version', function* ({ ir, index }) {
  for (const rollout of ir.rollouts) {
    if (rollout.subject.kind !== 'versions') continue;
    for (const arms of rollout.subject.services) yield* judge(rollout, arms, index);
  }
});

function* judge(rollout: Rollout, arms: ServiceArms, index: NameIndex): Generator<DiagnosticDetails> {
  const { name, origin } = rollout;
  // A service that is not of the mesh, or not clearly one, is told of elsewhere.
  const service = index.ambiguous.has(arms.service) ? undefined : index.services.get(arms.service);
  const versions = service?.versions.map((version) => version.name) ?? [];
  if (service === undefined || versions.length === 0) return;
  const related = [{ message: `service "${service.name}" is declared`, origin: service.origin }];
  for (const [word, version] of [
    ['from', arms.stable],
    ['to', arms.canary],
  ] as const) {
    if (versions.includes(version)) continue;
    yield {
      message: `rollout "${name}" goes ${word} version "${version}" of service "${service.name}", which has only ${listNames(versions)}`,
      origin,
      related,
      hint: didYouMean(version, versions) ?? `declare version "${version}", or name one that exists`,
    };
  }
  if (arms.stable !== arms.canary) return;
  yield {
    message: `rollout "${name}" goes from version "${arms.stable}" of service "${service.name}" to itself`,
    origin,
    related,
    hint: 'name the version that is to take over in "to"',
  };
}
