import { App } from 'cdk8s';
import { header, seconds } from 'meshwright';
import { bookinfo } from '../bookinfo.js';

// Jason, who tests, waits seven seconds for his ratings; everyone else gets them at once.
const app = new App();
export const { mesh, ratings } = bookinfo(app);

ratings.route({
  name: 'jason',
  match: header('end-user').is('jason'),
  fault: { delay: { duration: seconds(7) } },
  to: ratings.version('v1'),
});
ratings.route({ to: ratings.version('v1') });

app.synth();
