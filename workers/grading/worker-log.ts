/** As pino has it. */
export interface WorkerLog {
  info(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** A log each of whose lines carries these details too, such as the ids of the run that it is of. */
export function logWith(log: WorkerLog, ids: object): WorkerLog {
  return {
    info: (details, message) => log.info({ ...ids, ...details }, message),
    error: (details, message) => log.error({ ...ids, ...details }, message),
  };
}
