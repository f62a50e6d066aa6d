import { html } from 'hono/html';
import { z } from 'zod';
import type { Html } from '../../layout/page.ts';
import { inputField } from '../../parts/fields.ts';
import { readLocal } from '../../parts/local-time.ts';
import { canonicalZone } from '../../parts/time.ts';

/** Beside `name`: the last day, in the zone that the form was shown in. */
export const courseShape = { endsOn: z.string({ error: 'Give the last day of the course.' }).max(100), zone: z.string().max(100).default('UTC') };

/** Name and last day of a course. */
export function courseFields(values: { name: string; endsOn: string }, zone: string, errors: Record<string, string>): Html {
  return html`${inputField({ label: 'Name', name: 'name', value: values.name, required: true, maxLength: 200, error: errors['name'] })}
${inputField({ label: 'Last day', name: 'endsOn', type: 'date', value: values.endsOn, required: true, error: errors['endsOn'], hint: `The grader's keys on the students' machines expire some time after it. Time zone: ${zone.replaceAll('_', ' ')}.` })}
<input type="hidden" name="zone" value="${zone}">`;
}

/** The end is the last second of that day. */
export function readCourse({ name, endsOn, zone }: { name: string; endsOn: string; zone: string }): { name: string; endsAt: Date } | { errors: Record<string, string> } {
  const read = canonicalZone(zone) !== null ? readLocal(`${endsOn}T23:59:59`, zone) : null;
  return read?.ok ? { name, endsAt: read.moment } : { errors: { endsOn: 'Give a date, such as 2027-02-28.' } };
}
