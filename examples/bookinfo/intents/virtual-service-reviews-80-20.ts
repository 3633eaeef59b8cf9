import { App } from 'cdk8s';
import { split } from 'meshwright';
import { bookinfo } from '../bookinfo.js';

// One reader in five sees black stars, the others none.
const app = new App();
export const { mesh, reviews } = bookinfo(app);

reviews.route({ to: split({ v1: 80, v2: 20 }) });

app.synth();
