/** The service account that an owner names, in the form that optional parameters take. */
export function serviceAccountOf(props: { readonly serviceAccount?: string }): { readonly serviceAccount?: string } {
  return props.serviceAccount === undefined ? {} : { serviceAccount: props.serviceAccount };
}
