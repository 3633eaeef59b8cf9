import { defineEffectiveCheck } from '../define-effective-check.js';
import { endpointCount } from '../endpoint-count.js';
import { firstUserOrigin } from '../first-user-origin.js';
import { groupByOrigin } from '../group-by-origin.js';
import { andMore } from '../words/and-more.js';
import { describeEnd } from '../words/describe-end.js';

/**
 * Finds routes that send to versions of which no replica runs.
 */
export const versionWithoutCapacity = defineEffectiveCheck('version-without-capacity', function* ({ routes }) {
  const found = routes.flatMap(({ kind, route, ends }) =>
    ends.flatMap(({ destination, weight }) =>
      endpointCount(destination) === 0 ? [{ kind, route, destination, weight }] : [],
    ),
  );
  const groups = groupByOrigin(found, ({ route, destination }) => firstUserOrigin(route.origin, destination.origin));
  for (const { origin, first, all } of groups) {
    const { kind, route, destination, weight } = first;
    const [what, outcome] =
      kind === 'http' ? ['requests', 'Envoy answers them with 503'] : ['connections', 'Envoy closes them'];
    yield {
      message:
        `route "${route.name}" sends ${String(weight)} % of its ${what} to ${describeEnd(destination)}, which has ` +
        `0 replicas: ${outcome}${andMore(all.length - 1, 'such share')}`,
      origin,
      related: destination.origin === origin ? [] : [{ message: 'the service', origin: destination.origin }],
      hint: 'give it replicas first, then traffic',
    };
  }
});
