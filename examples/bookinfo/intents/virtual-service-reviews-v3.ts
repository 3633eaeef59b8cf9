import { App } from 'cdk8s';
import { bookinfo } from '../bookinfo.js';

// All readers see red stars.
const app = new App();
const { reviews } = bookinfo(app);

reviews.route({ to: reviews.version('v3') });

app.synth();
