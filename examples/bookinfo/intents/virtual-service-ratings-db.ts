import { App } from 'cdk8s';
import { Service } from 'meshwright';
import { bookinfo, workload } from '../bookinfo.js';

// Red stars, out of a MongoDB: reviews v3 asks ratings v2, which alone keeps its ratings there.
const app = new App();
export const { mesh, reviews, ratings } = bookinfo(app, {
  furtherRatings: { v2: workload('ratings', 'v2', { env: { MONGO_DB_URL: 'mongodb://ratings-store:27017/test' } }) },
});

const store = new Service(mesh, 'ratings-store', {
  ports: { tcp: 27017 },
  versions: { v1: workload('ratings-store', 'v1', { image: 'mongodb' }) },
});
ratings.addCall(store);

reviews.route({ to: reviews.version('v3') });
ratings.route({ to: ratings.version('v2') });

app.synth();
