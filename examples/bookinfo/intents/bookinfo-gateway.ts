import { App } from 'cdk8s';
import { Gateway, anyOf, path } from 'meshwright';
import { bookinfoServices } from '../bookinfo.js';

// The way in: these paths reach productpage, every other one is answered with 404.
const app = new App();
export const { mesh, productpage } = bookinfoServices(app);

export const ingress = new Gateway(mesh, 'ingress', { ports: { http: 8080 } });
ingress.route({
  name: 'bookinfo',
  match: anyOf(
    path.exact('/productpage'),
    path.prefix('/static'),
    path.exact('/login'),
    path.exact('/logout'),
    path.prefix('/api/v1/products'),
  ),
  to: productpage,
});

app.synth();
