import { Construct } from 'constructs';
import type { Origin } from '../../lib/diagnostics/origin.js';
import type { SuppressibleCode } from '../../lib/diagnostics/suppressible-code.js';
import type { Suppression } from '../../lib/diagnostics/suppression.js';
import { captureOrigin } from './capture-origin.js';
import { meshOf } from './mesh-of.js';

/**
 * Base class of everything that stands in a mesh: it knows where in the user's program it was made.
 */
export abstract class MeshElement extends Construct {
  /** Where the construct was made. */
  readonly origin: Origin;

  private readonly declaredSuppressions: Suppression[] = [];

  constructor(scope: Construct, id: string) {
    super(scope, freeId(scope, id));
    this.origin = captureOrigin(this.node.path, new.target);
    meshOf(this).elementChanged();
  }

  /**
   * Says that a warning or note is known and fine here: on this element, its routes and what else stands on it. It is
   * shown no more; reports keep it, with the reason. Errors cannot be suppressed.
   *
   * @param code what to suppress, for example `MW2211`
   * @param reason why it is fine; must not be empty
   */
  suppress(code: SuppressibleCode, reason: string): void {
    this.declaredSuppressions.push({ code, reason, origin: captureOrigin(this.node.path, this.suppress) });
    meshOf(this).elementChanged();
  }

  /**
   * Notes what a rule of the element suppresses.
   *
   * @internal
   */
  protected suppressAt(origin: Origin, reasonByCode: Readonly<Partial<Record<string, string>>> = {}): void {
    for (const [code, reason] of Object.entries(reasonByCode)) {
      // The types ask for a reason; without one the check of suppressions says so.
      this.declaredSuppressions.push({ code, reason: reason ?? '', origin });
    }
  }

  /**
   * What is suppressed here, in the order declared.
   *
   * @internal
   */
  suppressions(): readonly Suppression[] {
    return this.declaredSuppressions;
  }
}

// Two constructs of one name are the user's mistake, told as a diagnostic with both places. The construct tree would
// throw at the second; so it gets an id of its own, and its name, kept beside the id, is found twice by the check.
function freeId(scope: Construct, id: string): string {
  let candidate = id;
  for (let copy = 2; scope.node.tryFindChild(candidate) !== undefined; copy++) candidate = `${id}#${copy}`;
  return candidate;
}
