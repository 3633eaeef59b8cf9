import { App } from 'cdk8s';
import { bookinfo, workload } from '../bookinfo.js';

// Details come from v2 only.
const app = new App();
const { details } = bookinfo(app, { furtherDetails: { v2: workload('details', 'v2') } });

details.route({ to: details.version('v2') });

app.synth();
