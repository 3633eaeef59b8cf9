import type { Origin } from '../diagnostics/origin.js';
import type { ConfigurationParts } from '../ir/rollout/configuration-change.js';
import { compareText } from '../util/compare-text.js';

/** A service, gateway or external service without its rules and policies. */
export interface ConfigurationFrame {
  /** What people call it: `service "reviews"`. */
  readonly what: string;
  readonly origin: Origin;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What two configurations of a mesh must have in common to be in force at the same time. Estimates of load and speed are none of it. */
export function configurationFrames({
  services,
  gateways,
  externalServices,
}: ConfigurationParts): readonly ConfigurationFrame[] {
  return [
    ...services.map(({ name, origin, routes: _routes, policies: _policies, versions, calls, ...rest }) =>
      frame(
        { what: `service "${name}"`, origin },
        {
          ...rest,
          versions: versions.map(({ policies: _ofVersion, performance: _performance, ...version }) => version),
          calls: calls.map(({ callee }) => `${callee.kind} ${callee.name}`).sort(compareText),
        },
      ),
    ),
    ...gateways.map(({ name, origin, routes: _routes, policies: _policies, ...rest }) =>
      frame({ what: `gateway "${name}"`, origin }, rest),
    ),
    ...externalServices.map(({ name, origin, policies: _policies, responseTimeMs: _responseTimeMs, ...rest }) =>
      frame({ what: `external service "${name}"`, origin }, rest),
    ),
  ];
}

function frame(of: Pick<ConfigurationFrame, 'what' | 'origin'>, fields: object): ConfigurationFrame {
  return { ...of, fields: { ...fields } };
}
