import { createDiagnostic } from '../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Origin } from '../diagnostics/origin.js';
import type { Service } from '../ir/service.js';

/** The route that a finding is about. */
interface FoundRoute {
  readonly name: string;
  readonly origin: Origin;
}

/** Collects what is wrong with routes that hand on to other services, each thing once. */
export class DelegationFindings {
  readonly diagnostics: Diagnostic[] = [];
  private readonly known = new Set<string>();

  /** @param keys `<service>/<port>` of the services that hand on to each other; the last is the first again */
  cycle(route: FoundRoute, keys: readonly string[]): void {
    this.add(
      createDiagnostic('route-delegation-cycle', {
        message: `requests are handed on in a circle: ${keys.join(' -> ')}`,
        origin: route.origin,
        hint: 'send to a version instead of the service in one of the routes',
      }),
    );
  }

  split(route: FoundRoute, service: Service, weight: number): void {
    this.add(
      createDiagnostic('split-over-routed-service', {
        message: `route "${route.name}" sends ${weight} % to service "${service.name}", which has routes of its own`,
        origin: route.origin,
        related: [{ message: 'the service', origin: service.origin }],
        hint: `name versions of "${service.name}" in the split`,
      }),
    );
  }

  notJoinable(outer: FoundRoute, inner: FoundRoute, problem: string): void {
    this.add(
      createDiagnostic('route-composition-impossible', {
        message: `route "${outer.name}" hands on to "${inner.name}", but ${problem}`,
        origin: outer.origin,
        related: [{ message: 'the route handed on to', origin: inner.origin }],
        hint: 'send to a version instead of the service, or move the rule to one of the two routes',
      }),
    );
  }

  // A route of a gateway is expanded for each port it stands on, and its defect found each time.
  private add(diagnostic: Diagnostic): void {
    const { code, origin, related } = diagnostic;
    const key = JSON.stringify([code, origin, related.map((each) => each.origin)]);
    if (this.known.has(key)) return;
    this.known.add(key);
    this.diagnostics.push(diagnostic);
  }
}
