import pino from 'pino';
import { loggedError } from './logged-error.ts';

/** Structured log lines on stderr; LOG_LEVEL sets how much (default info). */
export const log = pino({ level: process.env['LOG_LEVEL'] ?? 'info', base: null, serializers: { err: loggedError } }, pino.destination(2));
