import type { IConstruct } from 'constructs';

/** What elements need of the mesh that they stand in. */
export interface MeshScope extends IConstruct {
  /** Tells the mesh that what it compiled before no longer holds. */
  elementChanged(): void;
  /** Tells whether there is a controller for rollouts, and makes its objects with the first one. */
  addController(): boolean;
}

const meshSymbol = Symbol.for('meshwright.Mesh');

/** Marks a construct as a mesh. A symbol and not `instanceof`, so that two copies of the package get along. */
export function markAsMesh(mesh: MeshScope): void {
  Object.defineProperty(mesh, meshSymbol, { value: true });
}

/**
 * Finds the mesh that a construct stands in. Without one nothing can be compiled nor collected, so this throws; the
 * CLI reports it as MW1001 with the user's line.
 */
export function meshOf(construct: IConstruct): MeshScope {
  for (let scope: IConstruct | undefined = construct; scope !== undefined; scope = scope.node.scope) {
    if (isMesh(scope)) return scope;
  }
  throw new Error(
    `"${construct.node.path}" does not stand in a Mesh: pass the mesh, or a construct in it, as the scope`,
  );
}

function isMesh(construct: IConstruct): construct is MeshScope {
  return meshSymbol in construct;
}
