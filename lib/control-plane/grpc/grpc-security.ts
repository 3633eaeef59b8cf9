/** How gRPC clients prove who they are and know their callees. gRFC A29. */
export interface GrpcSecurity {
  /** Name in `certificate_providers` of the client's bootstrap, for its own certificate and for the roots. */
  readonly certificateProvider: string;
  /** Of the SPIFFE ids that callees have: `spiffe://<trust domain>/ns/<namespace>/sa/<account>`. */
  readonly trustDomain: string;
  readonly namespace: string;
}
