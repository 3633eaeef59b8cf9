import type { EffectiveHttpRoute, EffectiveMesh } from '../../ir/effective-mesh.js';
import { routeReach } from '../../simulate/sets/route-reach.js';
import { matchTable } from './match-table.js';
import { routeLists } from './route-lists.js';

/** Which declared routes take requests in the proxies of a mesh. */
export interface EffectiveReach {
  /** `<owner>/<port>/<route>` of every route that some proxy may take, alone or joined with others. */
  readonly taken: ReadonlySet<string>;
  /** `<owner>/<port>` of everything that some proxy has routes of. */
  readonly served: ReadonlySet<string>;
}

/** Looks through the routes of all proxies; lists that proxies share, or that differ only in policies, once. */
export function effectiveReach(mesh: EffectiveMesh): EffectiveReach {
  const taken = new Set<string>();
  const served = new Set<string>();
  for (const routes of differentLists(mesh)) {
    const { table, places } = matchTable(routes);
    routeReach(table).forEach(({ verdict }, index) => {
      for (const part of places[index]?.route.name.split('+') ?? []) {
        served.add(part.split('/').slice(0, 2).join('/'));
        if (verdict.kind !== 'never') taken.add(part);
      }
    });
  }
  return { taken, served };
}

function* differentLists({ proxies }: EffectiveMesh): Generator<readonly EffectiveHttpRoute[]> {
  const lists = new Set<readonly EffectiveHttpRoute[]>();
  const texts = new Set<string>();
  for (const proxy of proxies) {
    for (const list of routeLists(proxy)) {
      if (lists.has(list)) continue;
      lists.add(list);
      const text = JSON.stringify(list.map(({ name, match }) => [name, match]));
      if (texts.has(text)) continue;
      texts.add(text);
      yield list;
    }
  }
}
