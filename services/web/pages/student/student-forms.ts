import type { Assignment } from '#db/queries/assignments.ts';
import type { Role } from '#db/schema/memberships.ts';
import { ApiProblem } from '../../../api/problem.ts';

/** 403 for instructors: what is handed in is a student's. */
export function requireStudentOf({ role }: { assignment: Assignment; role: Role }): void {
  if (role !== 'student') throw new ApiProblem('forbidden', 'Only students hand in here.');
}

/**
 * Of a problem with fields, a sentence for each: the API's half sentences (“must be …”) are given the field's name in words.
 * Throws anything else again.
 */
export function problemsByField(error: unknown, names: Record<string, string>): Record<string, string> {
  if (!(error instanceof ApiProblem) || error.extra.errors === undefined) throw error;
  return Object.fromEntries(error.extra.errors.map(({ field, message }) => [field, sentence(names[field] ?? field, message)]));
}

function sentence(name: string, message: string): string {
  const whole = /^(?:is|must|says|cannot|has)\b/.test(message) ? `${name} ${message}` : message;
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}
