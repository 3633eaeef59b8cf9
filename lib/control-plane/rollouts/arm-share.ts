/** What share of a service's requests the canary of its rollout gets. */
export interface ArmShare {
  /** Names of versions. */
  readonly stable: string;
  readonly canary: string;
  /** Of what would else go to the stable version, 0 to 1; steps of a millionth count. */
  readonly share: number;
}
