import type { AnsweredOperation, Handler } from '../server/handler.js';
import { certificateHandlers } from './certificates/certificate-handlers.js';
import { instanceHandlers } from './instances/instance-handlers.js';
import { askHandlers } from './mesh/ask-handlers.js';
import { getMesh } from './mesh/get-mesh.js';
import { proxyHandlers } from './proxies/proxy-handlers.js';
import { rolloutHandlers } from './rollouts/rollout-handlers.js';
import { serviceHandlers } from './services/service-handlers.js';
import { systemHandlers } from './system/system-handlers.js';

/** What carries out each operation of the API description. */
export const handlers = {
  ...serviceHandlers,
  ...instanceHandlers,
  ...certificateHandlers,
  ...proxyHandlers,
  ...askHandlers,
  ...rolloutHandlers,
  ...systemHandlers,
  getMesh,
} satisfies Record<AnsweredOperation, Handler>;
