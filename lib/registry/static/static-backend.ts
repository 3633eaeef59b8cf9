import type { InstanceDescription, InstanceStatus } from '../model/instance-record.js';
import type { RegistryBackend } from '../model/registry-backend.js';
import type { RegistryContent } from '../model/registry-content.js';
import type { ServiceRecord } from '../model/service-record.js';
import { emptyContent } from '../rules/content-draft.js';
import { refuseWrite } from '../rules/refuse-write.js';
import { replaceContent } from '../rules/replace-content.js';
import { toldContent } from '../rules/told-content.js';

/** Services and instances as somebody wrote them down. `problemsOf` has found nothing wrong with them. */
export interface StaticContent {
  readonly services?: readonly Omit<ServiceRecord, 'revision'>[];
  /** `status`: healthy, or unhealthy until its health check says otherwise. */
  readonly instances: readonly (InstanceDescription & { readonly status?: InstanceStatus })[];
}

/** A backend whose content its owner replaces. */
export interface StaticBackend extends RegistryBackend {
  /** Tells listeners of what differs; records that are as they were keep their revision. */
  readonly replace: (content: StaticContent) => void;
}

/** Serves what was written down. It takes no writes, so it has no leases, request ids or fencing. */
export function staticBackend(first: StaticContent): StaticBackend {
  let turns = 0;
  let content: RegistryContent = emptyContent;
  const take = ({ services = [], instances }: StaticContent): RegistryContent => {
    turns += 1;
    const withStatus = instances.map((instance) => ({
      ...instance,
      status: instance.status ?? (instance.healthCheck === undefined ? ('healthy' as const) : ('unhealthy' as const)),
    }));
    content = replaceContent(content, { services, instances: withStatus }, turns);
    return content;
  };
  const told = toldContent(take(first));
  return {
    kind: 'static',
    canWrite: false,
    watch: told.watch,
    write: refuseWrite('static'),
    replace: (next) => {
      told.tell(take(next));
    },
    close: () => {
      told.close();
      return Promise.resolve();
    },
  };
}
