import { html } from 'hono/html';
import { z } from 'zod';
import type { Html } from '../layout/page.ts';
import { type FieldParts, inputField } from './fields.ts';
import { localText, readLocal } from './local-time.ts';
import { canonicalZone } from './time.ts';

/** What was sent of a moment's field, for `readMoment`. */
export interface SentMoment {
  text: string;
  zone: string;
  was: string;
}

/**
 * A date and time in the reader's zone, which it names. It is sent as three fields: `NAME`, `NAME-zone`, the zone that it was
 * shown in, and `NAME-was`, the moment that it was filled with. `value`: a moment, or what was typed.
 */
export function momentField({ value, zone, hint, was = value instanceof Date ? value : null, ...field }: Omit<FieldParts, 'value' | 'hint'> & {
  value: Date | string | null;
  zone: string;
  hint?: string;
  was?: Date | null;
}): Html {
  const text = value instanceof Date ? localText(value, zone) : (value ?? '');
  const zoned = html`${hint === undefined ? '' : `${hint} `}Time zone: ${zone.replaceAll('_', ' ')}.`;
  return html`${inputField({ ...field, type: 'datetime-local', value: text, hint: zoned, ...(text.length > 16 ? { step: 1 } : {}) })}
<input type="hidden" name="${field.name}-zone" value="${zone}"><input type="hidden" name="${field.name}-was" value="${was?.toISOString() ?? ''}">`;
}

/** The three fields of `momentField` for a form's schema. */
export function momentShape<N extends string>(name: N) {
  const text = z.string().max(100).default('');
  return { [name]: text, [`${name}-zone`]: text, [`${name}-was`]: text } as Record<N | `${N}-zone` | `${N}-was`, typeof text>;
}

/** The moment meant; null: the field was empty. A string: what is wrong with it, for beside the field. */
export function readMoment<N extends string>(sent: Record<N | `${N}-zone` | `${N}-was`, string>, name: N): Date | null | string {
  const [text, zone, was] = [sent[name], sent[`${name}-zone`], new Date(sent[`${name}-was`])];
  if (text === '') return null;
  if (canonicalZone(zone) === null) return 'The time zone of the form is not known. Open the page again.';
  const read = readLocal(text, zone, Number.isNaN(was.getTime()) ? null : was);
  if (read.ok) return read.moment;
  return read.why === 'skipped' ? `There is no such time in ${zone}: clocks are put forward over it. Take an hour later.` : 'Give a date and a time, such as 2026-03-31 23:59.';
}
