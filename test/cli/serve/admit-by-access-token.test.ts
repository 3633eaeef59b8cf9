import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { admitByAccessToken } from '../../../lib/cli/serve/admit-by-access-token.js';
import { meshIdentities } from '../../../lib/control-plane/mutual-tls/mesh-identities.js';
import { createToken } from '../../../lib/mesh-api/auth/create-token.js';
import { callMesh } from '../../support/call-mesh.js';
import { compiled } from '../../support/compiled.js';
import { meshIr } from '../../support/mesh-ir.js';

const mesh = compiled(callMesh([], { mesh: { gateways: [meshIr.gateway('front')] } }));
const tokens = {
  operator: createToken({ name: 'ops', role: 'operator' }, randomBytes),
  reader: createToken({ name: 'eyes', role: 'reader' }, randomBytes),
  reviews: createToken({ name: 'r', role: 'workload', service: 'reviews' }, randomBytes),
  front: createToken({ name: 'f', role: 'workload', service: 'front' }, randomBytes),
};
const admit = admitByAccessToken({
  tokens: () => Object.values(tokens).map(({ stored }) => stored),
  spiffeIdOf: meshIdentities(mesh).ofGroup,
});
const ask = (nodeId: string, bearerToken?: string) =>
  admit({ nodeId, cluster: 'any', peerUris: [], ...(bearerToken === undefined ? {} : { bearerToken }) });

test.each([
  ['reviews', 'sidecar~reviews/v1~1', 'sidecar~reviews/v1'],
  ['reviews', 'grpc~reviews~1', 'grpc~reviews'],
  ['front', 'gateway~front~1', 'gateway~front'],
  ['operator', 'sidecar~client/v1~1', 'sidecar~client/v1'],
  ['operator', 'gateway~front~1', 'gateway~front'],
] as const)('the token of %s admits %s', (token, nodeId, group) => {
  expect(ask(nodeId, tokens[token].secret)).toEqual({ kind: 'admitted', group });
});

test.each([
  ['another service', 'sidecar~client/v1~1', tokens.reviews.secret, 'the token "r" is for nodes of reviews'],
  ['a service, for a gateway', 'gateway~front~1', tokens.reviews.secret, 'the token "r" is for nodes of reviews'],
  ['a reader', 'sidecar~reviews/v1~1', tokens.reader.secret, 'the token "eyes" is a reader\'s'],
  ['nobody', 'sidecar~reviews/v1~1', 'abc', 'the bearer token is none of the mesh API'],
  ['an operator, for no group', 'sidecar~nobody/v1~1', tokens.operator.secret, 'there is no group for node'],
  ['an operator, for no proper node', 'reviews', tokens.operator.secret, 'there is no group for node'],
])('a token of %s is refused', (_, nodeId, token, reason) => {
  expect(ask(nodeId, token)).toEqual({ kind: 'refused', reason: expect.stringContaining(reason) as string });
});

test('no token is refused', () => {
  expect(ask('sidecar~reviews/v1~1')).toEqual({ kind: 'refused', reason: 'there is no bearer token' });
});
