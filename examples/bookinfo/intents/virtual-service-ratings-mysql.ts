import { App } from 'cdk8s';
import { Service } from 'meshwright';
import { bookinfo, workload } from '../bookinfo.js';

// Red stars, out of a MySQL database in the mesh.
const app = new App();
const { mesh, reviews, ratings } = bookinfo(app, {
  furtherRatings: {
    'v2-mysql': workload('ratings', 'v2-mysql', {
      image: 'ratings-v2',
      env: {
        DB_TYPE: 'mysql',
        MYSQL_DB_HOST: 'ratings-store',
        MYSQL_DB_PORT: '3306',
        MYSQL_DB_USER: 'root',
        MYSQL_DB_PASSWORD: { secret: { name: 'ratings-store', key: 'password' } },
      },
    }),
  },
});

const store = new Service(mesh, 'ratings-store', {
  ports: { tcp: 3306 },
  versions: {
    v1: workload('ratings-store', 'v1', {
      image: 'mysqldb',
      env: { MYSQL_ROOT_PASSWORD: { secret: { name: 'ratings-store', key: 'password' } } },
    }),
  },
});
ratings.addCall(store);

reviews.route({ to: reviews.version('v3') });
ratings.route({ to: ratings.version('v2-mysql') });

app.synth();
