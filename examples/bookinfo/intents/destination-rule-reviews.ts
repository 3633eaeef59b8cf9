import { App } from 'cdk8s';
import { LoadBalancing } from 'meshwright';
import { bookinfo } from '../bookinfo.js';

// Whoever calls reviews picks one of its endpoints by chance.
const app = new App();
bookinfo(app, { reviewsPolicies: { loadBalancing: LoadBalancing.random() } });

app.synth();
