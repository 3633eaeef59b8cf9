import { App } from 'cdk8s';
import { Service } from 'meshwright';
import { bookinfo, workload } from '../bookinfo.js';

// Versions to choose from. A version is what Istio calls a subset: it needs no declaration beside the workload's own.
// Without any rule, requests go to all versions of a service alike.
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
