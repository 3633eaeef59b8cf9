import { App } from 'cdk8s';
import { header } from 'meshwright';
import { bookinfo } from '../bookinfo.js';

// Jason, who tests, sees what happens when ratings fail; everyone else gets ratings.
const app = new App();
export const { mesh, ratings } = bookinfo(app);

ratings.route({
  name: 'jason',
  match: header('end-user').is('jason'),
  fault: { abort: { httpStatus: 500 } },
  to: ratings.version('v1'),
});
ratings.route({ to: ratings.version('v1') });

app.synth();
