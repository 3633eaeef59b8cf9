import { App } from 'cdk8s';
import { split } from 'meshwright';
import { bookinfo } from '../bookinfo.js';

// Half of the readers see black stars, the other half red ones.
const app = new App();
const { reviews } = bookinfo(app);

reviews.route({ to: split({ v2: 50, v3: 50 }) });

app.synth();
