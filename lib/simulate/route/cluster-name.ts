/** Which cluster: by name, or by the first value of a request header. */
export type ClusterName =
  { readonly kind: 'name'; readonly name: string } | { readonly kind: 'header'; readonly header: string };
