/** A row that the caller said is there, is not. */
export class RowNotFoundError extends Error {
  readonly code = 'row-not-found';
  constructor(what: string, id: string) {
    super(`There is no ${what} ${id}`);
  }
}

/** A newer run of the same submission has begun, or its grade is stored already: this run's result is void. */
export class StaleRunError extends Error {
  readonly code = 'stale-run';
}
