import type { HttpRoute } from '../../ir/route.js';
import type { RouteOwner } from '../../ir/visit.js';
import type { DeclaredReach } from './behaviour-check-context.js';

/** A declared route that never takes a request, wherever it stands. */
export interface HiddenRoute {
  readonly owner: RouteOwner;
  readonly route: HttpRoute;
  /** Earlier routes that together take all that it would, in order; empty where its match contradicts itself. */
  readonly takenBy: readonly HttpRoute[];
}

/** The declared routes that are hidden on every port and host that they stand on. */
export function hiddenRoutes(declared: readonly DeclaredReach[]): readonly HiddenRoute[] {
  const found = new Map<
    HttpRoute,
    { readonly owner: RouteOwner; readonly takenBy: Set<HttpRoute>; isHidden: boolean }
  >();
  for (const { owner, places, reach } of declared) {
    places.forEach(({ route }, index) => {
      const entry = found.get(route) ?? { owner, takenBy: new Set(), isHidden: true };
      found.set(route, entry);
      const verdict = reach[index]?.verdict;
      if (verdict?.kind !== 'never') {
        entry.isHidden = false;
        return;
      }
      for (const { position } of verdict.takenBy) {
        const taker = places[position]?.route;
        // Terms of one match may cover each other; that hides no route.
        if (taker !== undefined && taker !== route) entry.takenBy.add(taker);
      }
    });
  }
  return [...found].flatMap(([route, { owner, takenBy, isHidden }]) =>
    isHidden ? [{ owner, route, takenBy: [...takenBy] }] : [],
  );
}
