import type { ProxiesObserved } from '../../rollout/observation/observation.js';

/** How the proxies of a plane stand with the share that was handed over last, in numbers. */
export interface CountedStanding {
  /** 0: nothing was handed over. */
  readonly epoch: number;
  readonly carrying: number;
  readonly accepted: number;
  readonly refused?: { readonly nodeId: string; readonly message: string };
}

/** What counted proxies mean for who decides. */
export function proxiesObserved({ epoch, carrying, accepted, refused }: CountedStanding): ProxiesObserved {
  if (refused !== undefined) return { kind: 'refused', epoch, ...refused };
  return accepted < carrying ? { kind: 'pending', epoch, carrying, accepted } : { kind: 'accepted', epoch, carrying };
}
