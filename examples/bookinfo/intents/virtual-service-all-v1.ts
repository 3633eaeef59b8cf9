import { App } from 'cdk8s';
import { bookinfo, workload } from '../bookinfo.js';

// Everything goes to v1, whatever other versions run.
const app = new App();
export const { mesh, productpage, reviews, ratings, details } = bookinfo(app, {
  furtherRatings: { v2: workload('ratings', 'v2') },
  furtherDetails: { v2: workload('details', 'v2') },
});

productpage.route({ to: productpage.version('v1') });
reviews.route({ to: reviews.version('v1') });
ratings.route({ to: ratings.version('v1') });
details.route({ to: details.version('v1') });

app.synth();
