import { App } from 'cdk8s';
import { header } from 'meshwright';
import { bookinfo } from '../bookinfo.js';

// Jason, who tests, sees black stars; all others see none.
const app = new App();
export const { mesh, reviews } = bookinfo(app);

reviews.route({ name: 'jason', match: header('end-user').is('jason'), to: reviews.version('v2') });
reviews.route({ to: reviews.version('v1') });

app.synth();
