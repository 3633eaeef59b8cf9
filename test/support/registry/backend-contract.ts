import type { BackendContract } from './contract/backend-under-test.js';
import { clientsContract } from './contract/clients-contract.js';
import { historyContract } from './contract/history-contract.js';
import { leaseContract } from './contract/lease-contract.js';
import { onceContract } from './contract/once-contract.js';
import { readContract } from './contract/read-contract.js';
import { recordContract } from './contract/record-contract.js';
import { watchContract } from './contract/watch-contract.js';

/** The contract of all registry backends, as tests of the file that calls it. What a backend lacks its `capabilities` say. */
export function backendContract(contract: BackendContract): void {
  const { writes, leases, requestIds, fencing, clients } = contract.capabilities;
  if (!writes) {
    readContract(contract);
    return;
  }
  recordContract(contract);
  watchContract(contract);
  historyContract(contract);
  if (leases) leaseContract(contract);
  if (requestIds || fencing) onceContract(contract);
  if (clients) clientsContract(contract);
}
