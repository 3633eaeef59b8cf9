import { Construct } from 'constructs';
import type { Origin } from '../../lib/diagnostics/origin.js';
import { captureOrigin } from './capture-origin.js';
import { meshOf } from './mesh-of.js';

/**
 * Base class of everything that stands in a mesh: it knows where in the user's program it was made.
 */
export abstract class MeshElement extends Construct {
  /** Where the construct was made. */
  readonly origin: Origin;

  constructor(scope: Construct, id: string) {
    super(scope, freeId(scope, id));
    this.origin = captureOrigin(this.node.path, new.target);
    meshOf(this).elementChanged();
  }
}

// Two constructs of one name are the user's mistake, told as a diagnostic with both places. The construct tree would
// throw at the second; so it gets an id of its own, and its name, kept beside the id, is found twice by the check.
function freeId(scope: Construct, id: string): string {
  let candidate = id;
  for (let copy = 2; scope.node.tryFindChild(candidate) !== undefined; copy++) candidate = `${id}#${copy}`;
  return candidate;
}
