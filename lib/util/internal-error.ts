/**
 * Our own bug: an invariant of the compiler did not hold. A user's mistake is a `Diagnostic` instead.
 */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}
