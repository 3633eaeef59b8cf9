import { App } from 'cdk8s';
import { split } from 'meshwright';
import { bookinfo } from '../bookinfo.js';

// Half of the readers see red stars, the other half none.
const app = new App();
const { reviews } = bookinfo(app);

reviews.route({ to: split({ v1: 50, v3: 50 }) });

app.synth();
