import { App } from 'cdk8s';
import { Service } from 'meshwright';
import { bookinfo, workload } from '../bookinfo.js';

// The versions of `destination-rule-all`. The original also has proxies speak mutual TLS with each other; Meshwright
// gives workloads no identities yet, so between proxies this program speaks plain HTTP (see the README).
const app = new App();
const { mesh, ratings } = bookinfo(app, {
  furtherRatings: {
    v2: workload('ratings', 'v2'),
    'v2-mysql': workload('ratings', 'v2-mysql', { image: 'ratings-v2' }),
    'v2-mysql-vm': workload('ratings', 'v2-mysql-vm', { image: 'ratings-v2' }),
  },
  furtherDetails: { v2: workload('details', 'v2') },
});

const store = new Service(mesh, 'ratings-store', {
  ports: { tcp: 27017 },
  versions: { v1: workload('ratings-store', 'v1', { image: 'mongodb' }) },
});
ratings.addCall(store);

app.synth();
