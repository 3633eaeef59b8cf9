import type { PathCondition } from '../../simulate/match/route-condition.js';

/** What a route asks of a path; undefined where it takes every path. */
export function describePathCondition(path: PathCondition): string | undefined {
  const ignoresCase = 'ignoreCase' in path && path.ignoreCase ? ' (in any case)' : '';
  switch (path.kind) {
    case 'unknown':
      return 'path meets something that the simulator does not know';
    case 'regex':
      return `path matches ${path.source}`;
    case 'exact':
      return `path is ${path.value}${ignoresCase}`;
    case 'prefix':
      return path.value === '/' || path.value === '' ? undefined : `path begins with ${path.value}${ignoresCase}`;
    case 'separated-prefix':
      return `path is ${path.value} or below it${ignoresCase}`;
  }
}
