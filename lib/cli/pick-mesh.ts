import { UsageError } from './usage-error.js';

/**
 * Picks the mesh that was asked for by name, else the only one. Ends the command with a usage error where that is none.
 *
 * @param asked what `--mesh` says
 */
export function pickMesh<T extends { readonly name: string }>(meshes: readonly T[], asked: string | undefined): T {
  const [only, ...others] = meshes;
  const found = asked === undefined && others.length === 0 ? only : meshes.find(({ name }) => name === asked);
  if (found !== undefined) return found;
  const names = meshes.map(({ name }) => name).join(', ');
  throw new UsageError(
    asked === undefined
      ? `the program has several meshes: say --mesh with one of ${names}`
      : `the program has no mesh "${asked}"; it has ${names}`,
  );
}
