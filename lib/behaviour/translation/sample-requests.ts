import type { EffectiveHttpRoute } from '../../ir/effective-mesh.js';
import type { MatchTerm } from '../../ir/match.js';
import type { HeaderLine } from '../../simulate/headers/header-line.js';
import type { Message } from '../../simulate/headers/message.js';

/**
 * Requests on which every rewrite and header change of a route shows: the paths around what the term's first path takes,
 * each header that is touched once missing and once there twice.
 */
export function sampleRequests(route: EffectiveHttpRoute, term: MatchTerm, witnessPath: string): readonly Message[] {
  const touched = [route.requestHeaders, route.responseHeaders].flatMap((operations) =>
    operations === undefined
      ? []
      : [...operations.remove, ...[...operations.set, ...operations.add].map(({ name }) => name)],
  );
  const full = [...new Set(touched)].flatMap((name): HeaderLine[] => [
    [name, 'one'],
    [name, 'two'],
  ]);
  return pathsOf(term, witnessPath).flatMap((path) => [message(path, []), message(path, full)]);
}

function pathsOf({ paths }: MatchTerm, witnessPath: string): readonly string[] {
  const [first] = paths;
  const bare = witnessPath.replace(/\?.*$/s, '');
  const around = first?.kind === 'prefix' ? [first.value, `${first.value.replace(/\/+$/, '')}/x/y`] : [];
  return [bare, ...around].flatMap((path) => [path, `${path}?a=1&b`]);
}

function message(path: string, headers: readonly HeaderLine[]): Message {
  return { method: 'GET', authority: 'sample.example:8080', path, scheme: 'http', forwardedProto: 'http', headers };
}
