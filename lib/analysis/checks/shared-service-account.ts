import { defineCheck } from '../define-check.js';
import { listNames } from '../words/list-names.js';

/**
 * Finds services and gateways that run as one Kubernetes service account, and so have one identity.
 */
export const sharedServiceAccount = defineCheck('shared-service-account', function* ({ ir }) {
  const firstByAccount = new Map<string, (typeof owners)[number]>();
  const owners = [...ir.services, ...ir.gateways];
  for (const owner of owners) {
    const { name, origin, serviceAccount } = owner;
    const first = firstByAccount.get(serviceAccount);
    if (first === undefined) {
      firstByAccount.set(serviceAccount, owner);
    } else if (first.name !== name) {
      yield {
        message: `${listNames([first.name, name])} run as one service account "${serviceAccount}": what one of them may do, the other may too`,
        origin,
        related: [{ message: `"${first.name}" is declared`, origin: first.origin }],
        hint: 'leave out "serviceAccount", so that each has one of its own',
      };
    }
  }
});
