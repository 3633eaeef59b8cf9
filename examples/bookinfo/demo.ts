import type { App } from 'cdk8s';
import { header, seconds, split } from 'meshwright';
import { bookinfo } from './bookinfo.js';

/**
 * The demo: four in five readers see reviews without stars, the rest red ones, and jason, who tests, waits for his
 * ratings and then gets an error. A function, so that a test can ask what `main.ts` synthesizes.
 */
export function demo(app: App) {
  const services = bookinfo(app);
  const { ratings, reviews } = services;

  reviews.route({ name: 'jason', match: header('end-user').is('jason'), to: reviews.version('v2') });
  reviews.route({
    name: 'readers',
    to: split({ v1: 80, v3: 20 }),
    timeout: seconds(3),
    retries: { attempts: 2, on: ['5xx'] },
  });

  ratings.route({
    name: 'jason',
    match: header('end-user').is('jason'),
    fault: { delay: { duration: seconds(0.5), percent: 50 }, abort: { httpStatus: 500, percent: 25 } },
  });
  return services;
}
