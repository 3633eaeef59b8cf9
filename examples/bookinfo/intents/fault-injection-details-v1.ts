import { App } from 'cdk8s';
import { bookinfo } from '../bookinfo.js';

// Every request to details is answered with 555, a status that no server has, so that it can be told from a real one.
const app = new App();
export const { mesh, details } = bookinfo(app);

details.route({ name: 'abort', fault: { abort: { httpStatus: 555 } }, to: details.version('v1') });
// The original has this second rule, which no request reaches (istio#36160). The compiler says so: MW2211.
details.route({ name: 'plain', to: details.version('v1') });

app.synth();
