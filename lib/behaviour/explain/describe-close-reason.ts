import type { CloseReason } from '../../simulate/network/request-result.js';

const words = {
  'no-listener': 'nobody listens there',
  'no-chain': 'no filter chain takes the connection',
  'tls-expected': 'it expects TLS, and this is plain text',
  'tls-unexpected': 'it expects plain text, and this is TLS',
  'no-endpoint': 'nobody is there to answer',
} satisfies Record<CloseReason, string>;

/** Why a connection is closed, in words. */
export function describeCloseReason(reason: CloseReason): string {
  return words[reason];
}
