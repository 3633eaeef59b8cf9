import { expect, it } from 'vitest';
import { redirectRules } from '../../../lib/targets/kubernetes/redirect-rules.js';

it('writes the whole rules', async () => {
  await expect(redirectRules()).toMatchFileSnapshot('golden/redirect.nft');
});
