/** What the clusters and the bootstrap of a gRPC client call the place of its certificates. gRFC A29. */
export const grpcCertificateProvider = 'mesh';
