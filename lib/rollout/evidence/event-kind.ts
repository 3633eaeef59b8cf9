/** `shares`: bad events among so many; `rates`: events in so much time of a pod. */
export type EventKind = 'shares' | 'rates';
