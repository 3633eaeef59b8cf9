// The library needs the metadata API before its own first line runs.
import 'reflect-metadata';
import * as library from '@peculiar/x509';

/** X.509 certificates: read, made and signed. Source: RFC 5280, by `@peculiar/x509`. */
export const x509 = library;
