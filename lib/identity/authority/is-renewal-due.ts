import type { IssuerLife } from './signing-issuer.js';

/** Share of a root's life after which the next one is made and told to everybody. */
const renewedAfter = 2 / 3;

/** Whether it is time to make another root: no valid one is in the first part of its life. */
export function isRenewalDue(issuers: readonly IssuerLife[], now: number): boolean {
  return !issuers.some(
    (life) => life.notBefore <= now && now < life.notBefore + (life.notAfter - life.notBefore) * renewedAfter,
  );
}
