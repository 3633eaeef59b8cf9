import { App } from 'cdk8s';
import { ExternalService } from 'meshwright';
import { bookinfo, workload } from '../bookinfo.js';

// Red stars, out of a MySQL database on a machine outside the cluster, at an address of its own.
const app = new App();
const { mesh, reviews, ratings } = bookinfo(app, {
  furtherRatings: {
    'v2-mysql-vm': workload('ratings', 'v2-mysql-vm', {
      image: 'ratings-v2',
      env: {
        DB_TYPE: 'mysql',
        MYSQL_DB_HOST: 'mysqldb.vm.example.com',
        MYSQL_DB_PORT: '3306',
        MYSQL_DB_USER: 'root',
        MYSQL_DB_PASSWORD: { secret: { name: 'ratings-store', key: 'password' } },
      },
    }),
  },
});

const store = new ExternalService(mesh, 'ratings-store', {
  hosts: ['mysqldb.vm.example.com'],
  ports: { tcp: 3306 },
  endpoints: ['192.0.2.12'],
});
ratings.addCall(store);

reviews.route({ to: reviews.version('v3') });
ratings.route({ to: ratings.version('v2-mysql-vm') });

app.synth();
