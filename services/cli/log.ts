import pino from 'pino';

/** Structured log lines on stderr; LOG_LEVEL sets how much (default info). */
export const log = pino({ level: process.env['LOG_LEVEL'] ?? 'info', base: null }, pino.destination(2));
