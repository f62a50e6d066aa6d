import { html } from 'hono/html';
import { z } from 'zod';
import type { Assignment, AssignmentSettings } from '#db/queries/assignments.ts';
import type { StoredRubric } from '#db/queries/rubrics.ts';
import { checkVisibilities, gradePolicies } from '#db/schema/assignments.ts';
import { assignmentSettings } from '../../../../api/schemas/assignment.ts';
import { id } from '../../../../api/schemas/common.ts';
import type { Html } from '../../../layout/page.ts';
import { inputField, selectField, textareaField } from '../../../parts/fields.ts';
import { momentField, momentShape } from '../../../parts/moment-field.ts';

const { title, policy, checksVisible, instructions } = assignmentSettings.shape;
const minutes = (most: number) => z.coerce.number().int('Give whole minutes.').min(0).max(most).default(0);

/** The form's fields; empty numbers mean what `readRules` says. */
export const settingsShape = z.object({
  title: title.unwrap(),
  instructions: instructions.unwrap().default(''),
  ...momentShape('dueAt'),
  graceMinutes: minutes(60 * 24 * 31),
  attempts: z.coerce.number().int('Give a whole number, or leave it empty.').min(1).max(1000).optional(),
  coolDownMinutes: minutes(60 * 24 * 366),
  lateHours: z.coerce.number().min(0).max(24 * 366).default(0),
  latePercentPerDay: z.coerce.number().int('Give whole per cent.').min(0).max(100).default(0),
  policy: policy.unwrap(),
  checksVisible: checksVisible.unwrap(),
  rubricId: id,
});

/** The settings that a right form says, but for the deadline. */
export function readRules(values: z.infer<typeof settingsShape>): Omit<AssignmentSettings, 'dueAt'> {
  const { attempts = null, lateHours, instructions: text } = values;
  const { title: name, graceMinutes, coolDownMinutes, latePercentPerDay, policy: counts, checksVisible: shown, rubricId } = values;
  return {
    title: name,
    rubricId,
    graceMinutes,
    policy: counts,
    // Browsers send line ends of two characters.
    instructions: text.replaceAll('\r\n', '\n'),
    attempts,
    coolDownMinutes,
    lateMinutes: Math.round(lateHours * 60),
    latePercentPerDay,
    checksVisible: shown,
  };
}

/** What the form is filled with for an assignment as it is. */
export function settingsGiven(assignment: Assignment): Record<string, string> {
  const { title: name, instructions: text, policy: counts, checksVisible: shown, rubricId, graceMinutes, coolDownMinutes, latePercentPerDay, lateMinutes, attempts } = assignment;
  const numbers = { graceMinutes, coolDownMinutes, latePercentPerDay, attempts: attempts ?? '', lateHours: Math.round((lateMinutes / 60) * 10_000) / 10_000 };
  const words = Object.fromEntries(Object.entries(numbers).map(([field, value]) => [field, String(value)]));
  return { title: name, instructions: text, policy: counts, checksVisible: shown, rubricId, ...words };
}

const policyWords = { latest: 'The last one that could be graded', best: 'The one with most points' } as const;
const visibilityWords = { always: 'Always', 'after-deadline': 'After their own deadline, lateness over', never: 'Never: totals only' } as const;

/** The fields; `given`: what stands in them, `dueAt` apart. */
export function settingsFields(given: Record<string, string>, dueAt: Date | string | null, zone: string, rubrics: readonly Omit<StoredRubric, 'text'>[], errors: Record<string, string>, was: Date | null): Html {
  const field = (name: string) => ({ name, value: given[name], error: errors[name] });
  return html`${inputField({ label: 'Title', ...field('title'), required: true, maxLength: 200 })}
${textareaField({ label: 'Instructions', ...field('instructions'), rows: 10, code: true, maxLength: 50_000, hint: 'Markdown. Students read it above the hand-in; below you see it as they do, once it is saved.' })}
<fieldset><legend>Deadline</legend>
${momentField({ label: 'Deadline', name: 'dueAt', value: dueAt, was, zone, error: errors['dueAt'], hint: 'Empty: none. What counts is when a submission comes in, not when it is graded.' })}
${inputField({ label: 'Grace, in minutes', ...field('graceMinutes'), type: 'number', min: 0, max: 44_640, required: true, hint: 'Who handed in on time and could not be graded may hand in again for so long after being told. It costs nothing.' })}
<div class="field-row">${inputField({ label: 'Late submissions, in hours', ...field('lateHours'), type: 'number', min: 0, step: 'any', required: true, hint: 'Taken for so long after the deadline. 0: none.' })}
${inputField({ label: 'Penalty, in % a day', ...field('latePercentPerDay'), type: 'number', min: 0, max: 100, required: true, hint: 'Of the earned points, for each day begun.' })}</div>
<p class="small muted">${example(Number(given['latePercentPerDay']) || 20)}</p></fieldset>
<fieldset><legend>Attempts</legend>
<div class="field-row">${inputField({ label: 'Attempts', ...field('attempts'), type: 'number', min: 1, max: 1000, hint: 'Empty: any number. One that cannot be graded wholly uses up none.' })}
${inputField({ label: 'Cool-down, in minutes', ...field('coolDownMinutes'), type: 'number', min: 0, required: true, hint: 'Between one submission and the next. 0: none.' })}</div>
${selectField({ label: 'Which submission counts', ...field('policy'), required: true, options: gradePolicies.map((value) => ({ value, label: policyWords[value] })), hint: 'Compared after what lateness costs.' })}</fieldset>
<fieldset><legend>Grading</legend>
${selectField({ label: 'Students see single checks', ...field('checksVisible'), required: true, options: checkVisibilities.map((value) => ({ value, label: visibilityWords[value] })) })}
${selectField({ label: 'Rubric version', ...field('rubricId'), required: true, options: rubrics.map(({ id: value, slug, version }) => ({ value, label: `${slug} ${version}` })), hint: 'For submissions from now on. Grades stay as they are: a regrade brings them up to it.' })}</fieldset>`;
}

/** What lateness costs, in figures. */
function example(percent: number): string {
  const deducted = Math.min(80, (80 * 2 * percent) / 100);
  return `Example: at ${percent} % a day, a submission that earned 80 points and comes 30 hours late is in its second day. It loses 2 × ${percent} %, that is ${deducted} points, and counts ${80 - deducted}. Its grade and report still say 80.`;
}
