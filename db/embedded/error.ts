export type EmbeddedPostgresCode =
  | 'postgres-data-other-major'
  | 'postgres-data-unreachable'
  | 'postgres-binaries-missing'
  | 'postgres-account-missing'
  | 'postgres-password-missing'
  | 'postgres-init-failed'
  | 'postgres-start-failed'
  | 'postgres-still-running';

/** The embedded Postgres cannot run; the message says what to do about it. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
  readonly code: EmbeddedPostgresCode;

  constructor(code: EmbeddedPostgresCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
