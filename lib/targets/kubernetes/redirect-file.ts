/** Name of the redirect rules in a service's ConfigMap. */
export const redirectFile = 'redirect.nft';
