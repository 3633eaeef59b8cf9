/** Names of the objects of a control plane in the namespace of its mesh, which has one. */
export const controlPlaneNames = Object.freeze({
  /** Its service account too: in its certificate it is `spiffe://<trust domain>/ns/<namespace>/sa/meshwright`. */
  server: 'meshwright',
  /** ConfigMap of the compiled mesh. */
  mesh: 'meshwright-mesh',
  /** Secret of the sealed keys of the certificate authority, and ConfigMap of its roots. */
  authority: 'meshwright-authority',
});
