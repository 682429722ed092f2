/** What every store of RSVPs says where it cannot do what is asked. */

/** RSVPs cannot be kept or read; says why and what to do, and nothing of a person. */
export class StoreError extends Error {}

/** Too much is asked at once; nothing was changed, and the same can be asked again after a few seconds. */
export class Busy extends StoreError {}
