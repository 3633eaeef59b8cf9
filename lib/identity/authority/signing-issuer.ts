/** From when to when an issuer is valid, ms since the epoch. */
export interface IssuerLife {
  readonly notBefore: number;
  readonly notAfter: number;
}

/** Share after which the next one signs. By then everybody has heard of it. */
const handedOverAfter = 5 / 6;

/**
 * Which of the issuers signs now: the oldest that has not handed over yet. Where all have, the youngest; where none is
 * valid, none.
 */
export function signingIssuer<I extends IssuerLife>(issuers: readonly I[], now: number): I | undefined {
  const valid = issuers.filter(({ notBefore, notAfter }) => notBefore <= now && now < notAfter);
  return (
    valid.find((life) => now < life.notBefore + (life.notAfter - life.notBefore) * handedOverAfter) ?? valid.at(-1)
  );
}
