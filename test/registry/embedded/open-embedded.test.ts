import { openEmbedded } from '../../../lib/registry/embedded/open-embedded.js';
import { backendContract } from '../../support/registry/backend-contract.js';
import { fakeClock } from '../../support/fake-clock.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

backendContract({
  name: 'embedded',
  create: async () => {
    const clock = fakeClock();
    const opened = await openEmbedded({ folder: temporaryFolder(), clock });
    if (!opened.ok) throw new Error(opened.problem);
    return { backend: opened.backend, advance: clock.advance };
  },
  capabilities: {
    writes: true,
    leases: true,
    expiryMs: 0,
    requestIds: true,
    fencing: true,
    clients: false,
    histories: 50,
  },
});
