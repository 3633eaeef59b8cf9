import { serve } from './serve.js';
import { whoami } from './whoami.js';

// Stands for cert-manager's solver: answers a challenge with its token and a made-up thumbprint.
serve(whoami('acme-solver'), ({ path }) => {
  const [, token] = /^\/\.well-known\/acme-challenge\/([^/]+)$/.exec(path) ?? [];
  return token === undefined ? { status: 404, body: {} } : { status: 200, body: `${token}.thumbprint` };
});
