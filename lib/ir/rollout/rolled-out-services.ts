import type { ConfigurationChange } from './configuration-change.js';
import type { RolloutSubject } from './rollout.js';

/** Names of the services that a rollout divides the requests of, in its order; one that it names twice is there twice. */
export function rolledOutServices(subject: RolloutSubject | Omit<ConfigurationChange, 'candidate'>): readonly string[] {
  switch (subject.kind) {
    case 'versions':
      return subject.services.map(({ service }) => service);
    case 'policy':
      return [subject.service];
    case 'configuration':
      return subject.services;
  }
}
