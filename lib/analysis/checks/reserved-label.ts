import type { Origin } from '../../diagnostics/origin.js';
import { defineCheck } from '../define-check.js';
import { showValue } from '../words/show-value.js';

interface LabelOwner {
  readonly words: string;
  readonly origin: Origin;
  readonly labels: Readonly<Record<string, string>>;
  /** What the objects get whatever the program says. */
  readonly reserved: Readonly<Record<string, string>>;
}

/**
 * Finds labels of services, versions and gateways that Meshwright sets itself, to another value: selectors and dashboards
 * rely on those.
 */
export const reservedLabel = defineCheck('reserved-label', function* ({ ir }) {
  const shared = { 'app.kubernetes.io/managed-by': 'meshwright', 'app.kubernetes.io/part-of': ir.name };
  const ofOwner = (name: string, component: string): Readonly<Record<string, string>> => ({
    ...shared,
    app: name,
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/component': component,
  });
  for (const { name, origin, labels, versions } of ir.services) {
    const reserved = ofOwner(name, 'service');
    yield* find({ words: `service "${name}"`, origin, labels, reserved });
    for (const version of versions) {
      const words = `version "${version.name}" of service "${name}"`;
      const own = { version: version.name, 'app.kubernetes.io/version': version.name };
      yield* find({ words, origin: version.origin, labels: version.labels, reserved: { ...reserved, ...own } });
    }
  }
  for (const { name, origin, labels } of ir.gateways) {
    yield* find({ words: `gateway "${name}"`, origin, labels, reserved: ofOwner(name, 'gateway') });
  }
});

function* find({ words, origin, labels, reserved }: LabelOwner): Generator<{
  readonly message: string;
  readonly origin: Origin;
  readonly hint: string;
}> {
  for (const [key, value] of Object.entries(labels)) {
    const kept = reserved[key];
    if (kept === undefined || kept === value) continue;
    yield {
      message: `label "${key}" of ${words} is ${showValue(value)}, but stays "${kept}": meshwright sets it`,
      origin,
      hint: 'use a label of another name, for example with a prefix such as "example.com/"',
    };
  }
}
