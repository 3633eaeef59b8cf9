import { expect, it } from 'vitest';
import { portEnv } from '../../lib/ir/port-env.js';
import { port } from '../support/effective-mesh.js';

it('names each port, and the main one as PORT', () => {
  const ports = [port('admin-http', 9081), { ...port('http', 80), targetPort: 8080 }];
  expect(portEnv(ports, ({ targetPort }) => targetPort)).toEqual({
    ADMIN_HTTP_PORT: '9081',
    HTTP_PORT: '8080',
    PORT: '8080',
  });
});
