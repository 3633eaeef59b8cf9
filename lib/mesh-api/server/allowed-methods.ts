import type { TableEntry } from './operation-table.js';

/** Says which methods a path takes, upper case and sorted; empty where there is no such path. */
export function allowedMethods(table: readonly TableEntry[]): (path: string) => readonly string[] {
  const paths = [...new Set(table.map(({ path }) => path))];
  const rules = paths.map((path) => ({
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
    methods: table.flatMap((entry) => (entry.path === path ? methodNames(entry) : [])).sort(),
  }));
  return (path) => rules.find(({ pattern }) => pattern.test(path))?.methods ?? [];
}

/** A path that is read can be asked for its headers too, but not for those of a stream. */
function methodNames({ method, operation }: TableEntry): readonly string[] {
  return method === 'get' && operation.operationId !== 'watch' ? ['GET', 'HEAD'] : [method.toUpperCase()];
}
