/** A test asks for what cannot be: a name that the mesh does not have, a request that cannot exist, an empty expectation. */
export class Misuse extends Error {
  override readonly name = 'Misuse';

  /** @param hint what to write instead */
  constructor(message: string, hint?: string) {
    super(hint === undefined ? message : `${message}\n  hint: ${hint}`);
  }
}
