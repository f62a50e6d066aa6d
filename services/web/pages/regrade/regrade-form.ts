import { html } from 'hono/html';
import { z } from 'zod';
import type { Assignment } from '#db/queries/assignments.ts';
import type { StoredRubric } from '#db/queries/rubrics.ts';
import { type RegradeFilter, regradeKinds } from '#db/schema/regrades.ts';
import { plainLine } from '#rubric/report/inert.ts';
import type { Rubric } from '#rubric/rubric.ts';
import { itemsOf } from '#rubric/item-digest.ts';
import { checkId } from '../../../api/schemas/common.ts';
import { pointsAsked } from '../../../api/schemas/points.ts';
import { readFilter } from '../../../api/schemas/regrade.ts';
import type { WantedRegrade } from '../../../api/regrading/prepare-regrade.ts';
import type { Html } from '../../layout/page.ts';
import { checkboxField, inputField, selectField } from '../../parts/fields.ts';
import { outcomeWords } from '../../parts/outcome.ts';
import { reasonField } from '../../parts/reason.ts';
import { kindSentences, kindWords } from './words.ts';

const outcomes = ['passed', 'partial', 'failed', 'not_gradable'] as const;
const points = z.coerce.number('Must be a number, such as 12.5.').pipe(pointsAsked).optional();
const on = z.literal('on').optional();

const fields = z.object({
  kind: z.enum(regradeKinds, 'Choose what shall be done.'),
  rubric: z.string('Choose a version.'),
  students: z.union([z.uuid().transform((one) => [one]), z.array(z.uuid()).max(5000)], 'Choose from the list.').optional(),
  check: checkId.optional(),
  outcome: z.enum(outcomes, 'Choose from the list.').optional(),
  leastPoints: points,
  mostPoints: points,
  notGradable: on,
  staleRubric: on,
  reason: reasonField,
});

/** The form as it is sent. */
export const regradeForm = fields.refine(({ leastPoints = 0, mostPoints = Infinity }) => leastPoints <= mostPoints, {
  path: ['mostPoints'],
  message: 'Must not be less than the fewest points.',
});

/** What a sent form wants. */
export function wantedOf({ kind, rubric, reason, notGradable, staleRubric, ...filter }: z.infer<typeof regradeForm>): WantedRegrade {
  return { kind, rubric, reason, filter: filterOf({ ...filter, notGradable, staleRubric }) };
}

function filterOf({ notGradable, staleRubric, ...rest }: Omit<z.infer<typeof regradeForm>, 'kind' | 'rubric' | 'reason'>): RegradeFilter {
  return readFilter({ ...rest, ...(notGradable ? { notGradable: true } : {}), ...(staleRubric ? { staleRubric: true } : {}) });
}

export interface RegradeFormParts {
  assignment: Assignment;
  rubric: Rubric;
  rubrics: readonly Omit<StoredRubric, 'text'>[];
  students: readonly { studentId: string; name: string }[];
  given: Record<string, string>;
  chosen: readonly string[];
  errors: Record<string, string>;
}

/** The form, with what was given before and a sentence beside each field that is wrong. */
export function regradeFormView({ assignment, rubric, rubrics, students, given, chosen, errors }: RegradeFormParts): Html {
  const field = (name: string) => ({ name, value: given[name] ?? '', error: errors[name] });
  const versions = rubrics.map(({ id, slug, version }) => ({ value: id, label: `${slug} ${version}${id === assignment.rubricId ? ' (the assignment’s)' : ''}` }));
  const checks = [...itemsOf(rubric).values()].map(({ check }) => ({ value: check.id, label: `${check.title} (${check.id})` }));
  const isNarrow = chosen.length > 0 || ['check', 'outcome', 'leastPoints', 'mostPoints', 'notGradable', 'students'].some((name) => (given[name] ?? '') !== '' || errors[name] !== undefined);
  return html`<form method="post" action="/assignments/${assignment.id}/regrades" class="regrade-form">
<fieldset><legend>What is done</legend>${regradeKinds.map((kind) => kindChoice(kind, (given['kind'] ?? 'rescore') === kind))}
${errors['kind'] === undefined ? '' : html`<p class="error">${errors['kind']}</p>`}</fieldset>
${selectField({ ...field('rubric'), value: given['rubric'] ?? assignment.rubricId, label: 'Rubric version', required: true, options: versions, hint: html`What it judges is on <a href="/rubrics">its page</a>.` })}
${checkboxField({ name: 'staleRubric', checked: given['staleRubric'] === 'on', label: 'Only grades that another rubric gave' })}
<details${isNarrow ? html` open` : ''}><summary>Only some submissions</summary>
<p class="hint small muted">All that you give must hold. Give nothing, and all graded submissions are taken.</p>
<div class="grid">
${studentsField(students, chosen, errors['students'])}
<div>${selectField({ ...field('check'), label: 'Whose grade has this check', options: [{ value: '', label: 'any' }, ...checks] })}
${selectField({ ...field('outcome'), label: 'with this outcome', options: [{ value: '', label: 'any' }, ...outcomes.map((value) => ({ value, label: outcomeWords[value] }))] })}</div>
<div>${inputField({ ...field('leastPoints'), label: 'Points, at least', type: 'number', min: 0, step: 'any' })}
${inputField({ ...field('mostPoints'), label: 'Points, at most', type: 'number', min: 0, step: 'any' })}
${checkboxField({ name: 'notGradable', checked: given['notGradable'] === 'on', label: 'Only those that could not be graded' })}</div>
</div></details>
${inputField({ ...field('reason'), label: 'Reason', required: true, maxLength: 500, hint: 'Stands in the audit log and with every grade that changes.' })}
<p><button class="primary">Prepare the preview</button> <span class="muted small">No grade changes before you confirm.</span></p>
</form>`;
}

function kindChoice(kind: (typeof regradeKinds)[number], isChosen: boolean): Html {
  const id = `kind-${kind}`;
  return html`<div class="field checkbox"><input type="radio" id="${id}" name="kind" value="${kind}" aria-describedby="${id}-hint"${isChosen ? html` checked` : ''}><label for="${id}">${kindWords[kind]}</label><p class="hint" id="${id}-hint">${kindSentences[kind]}</p></div>`;
}

function studentsField(students: RegradeFormParts['students'], chosen: readonly string[], error: string | undefined): Html {
  return html`<div class="field"><label for="field-students">Of these students <span class="muted small">(optional)</span></label>
<select id="field-students" name="students" multiple size="8" aria-describedby="field-students-hint">${students.map(
    ({ studentId, name }) => html`<option value="${studentId}"${chosen.includes(studentId) ? html` selected` : ''}>${plainLine(name)}</option>`,
  )}</select><p class="hint" id="field-students-hint">Ctrl or Shift chooses several.</p>${error === undefined ? '' : html`<p class="error">${error}</p>`}</div>`;
}
