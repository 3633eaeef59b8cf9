import { App } from 'cdk8s';
import { split } from 'meshwright';
import { bookinfo } from '../bookinfo.js';

// One reader in ten sees black stars, the others none.
const app = new App();
const { reviews } = bookinfo(app);

reviews.route({ to: split({ v1: 90, v2: 10 }) });

app.synth();
