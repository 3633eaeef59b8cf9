import type { Origin } from '../../diagnostics/origin.js';
import type { ChangeSeverity } from './change-severity.js';
import type { Finding } from './finding.js';
import type { ProxySide } from './proxy-side.js';

/** A port that a proxy takes requests on came, went, or has another number now. */
export function portFinding(
  { config, side }: ProxySide,
  { before, after }: { readonly before: number | undefined; readonly after: number | undefined },
): Finding {
  const origin = ownOrigin(config.name, side);
  const severity: ChangeSeverity = before === undefined ? 'neutral' : after === undefined ? 'breaking' : 'risky';
  const words = (port: number | undefined): string =>
    port === undefined ? 'nobody takes requests' : `requests are taken on port ${port}`;
  return {
    from: undefined,
    to: config.name,
    when: 'every request',
    witness: undefined,
    before: words(before),
    after: words(after),
    aspects: [
      {
        kind: 'port',
        name: 'port',
        before: before === undefined ? undefined : String(before),
        after: after === undefined ? undefined : String(after),
        beforeOrigin: undefined,
        afterOrigin: origin,
      },
    ],
    severity,
    routes: { before: undefined, after: undefined },
  };
}

function ownOrigin(name: string, { simulated }: ProxySide['side']): Origin | undefined {
  const { services, gateways } = simulated.mesh.ir;
  return [...services, ...gateways].find((each) => each.name === name)?.origin;
}
