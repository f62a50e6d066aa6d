import { html, raw } from 'hono/html';
import { z } from 'zod';
import { type Assignment, updateAssignment } from '#db/queries/assignments.ts';
import { selectCourse } from '#db/queries/courses.ts';
import { removeExtension, selectExtensions } from '#db/queries/extensions.ts';
import { selectMembers } from '#db/queries/members.ts';
import { selectRubrics } from '#db/queries/rubrics.ts';
import { isId } from '#db/id.ts';
import { requireRubric, requireTaughtAssignment } from '../../../../api/access.ts';
import type { ApiDependencies } from '../../../../api/dependencies.ts';
import { notFound } from '../../../../api/problem.ts';
import { id, oneLine } from '../../../../api/schemas/common.ts';
import { giveExtension } from '../../../../submissions/give-extension.ts';
import { setFlash } from '../../../layout/flash.ts';
import { page } from '../../../layout/page.ts';
import { assignmentPath, assignmentTabs } from '../../../layout/tabs.ts';
import { momentShape, readMoment } from '../../../parts/moment-field.ts';
import { readForm } from '../../../parts/read-form.ts';
import { timeText } from '../../../parts/time.ts';
import { instructionsHtml } from '../../../report/instructions.ts';
import type { Web, WebContext } from '../../../web.ts';
import { extensionsSection } from './extensions.ts';
import { readRules, settingsFields, settingsGiven, settingsShape } from './settings-form.ts';

const extension = z.object({ student: id, ...momentShape('dueAt'), reason: oneLine(500) });

interface Again {
  form: 'settings' | 'extension';
  given: Record<string, string>;
  errors: Record<string, string>;
}

/** The rules of an assignment, and students' own deadlines. */
export function addAssignmentSettings(web: Web, { db }: ApiDependencies): void {
  const taught = (context: WebContext) => requireTaughtAssignment(db, context.get('viewer'), context.req.param('id') ?? '');
  web.get('/assignments/:id/settings', async (context) => settingsPage(context, db, await taught(context)));

  web.post('/assignments/:id/settings', async (context) => {
    const assignment = await taught(context);
    const form = await readForm(context, settingsShape);
    if (!form.ok) return settingsPage(context, db, assignment, { form: 'settings', ...form });
    const dueAt = readMoment(form.values, 'dueAt');
    if (typeof dueAt === 'string') return settingsPage(context, db, assignment, { form: 'settings', given: typed(form.values), errors: { dueAt } });
    const { id: rubricId } = await requireRubric(db, form.values.rubricId);
    await updateAssignment(db, assignment.id, { ...readRules(form.values), rubricId, dueAt }, context.get('viewer'));
    const due = dueAt === null ? 'There is no deadline.' : `The deadline is ${timeText(dueAt, form.values['dueAt-zone'])}.`;
    setFlash(context, 'good', `Saved. ${due}`);
    return context.redirect(assignmentPath(assignment.id, 'settings'), 303);
  });

  web.post('/assignments/:id/extensions', async (context) => {
    const assignment = await taught(context);
    const form = await readForm(context, extension);
    if (!form.ok) return settingsPage(context, db, assignment, { form: 'extension', given: form.given, errors: { ...form.errors, ...(form.errors['student'] ? { student: 'Choose a student.' } : {}) } });
    const dueAt = readMoment(form.values, 'dueAt') ?? 'Give a date and a time.';
    const wrong = typeof dueAt === 'string' ? dueAt : assignment.dueAt && dueAt <= assignment.dueAt ? `Must be later than the deadline of all, ${timeText(assignment.dueAt, form.values['dueAt-zone'])}.` : null;
    if (wrong !== null || typeof dueAt === 'string') return settingsPage(context, db, assignment, { form: 'extension', given: form.values, errors: { dueAt: wrong ?? '' } });
    await giveExtension(db, assignment, { studentId: form.values.student, dueAt, reason: form.values.reason }, context.get('viewer'));
    setFlash(context, 'good', `The extension is given: ${timeText(dueAt, form.values['dueAt-zone'])}.`);
    return context.redirect(`${assignmentPath(assignment.id, 'settings')}#extensions`, 303);
  });

  web.post('/assignments/:id/extensions/:student/remove', async (context) => {
    const assignment = await taught(context);
    const studentId = context.req.param('student');
    if (!isId(studentId) || !(await removeExtension(db, { assignmentId: assignment.id, studentId }, context.get('viewer')))) throw notFound('extension of student', studentId);
    setFlash(context, 'good', 'The extension is removed: the deadline of all holds for that student, too.');
    return context.redirect(`${assignmentPath(assignment.id, 'settings')}#extensions`, 303);
  });
}

async function settingsPage(context: WebContext, db: ApiDependencies['db'], assignment: Assignment, again?: Again): Promise<Response> {
  const [course, rubrics, extensions, members] = await Promise.all([
    selectCourse(db, assignment.courseId),
    selectRubrics(db),
    selectExtensions(db, assignment.id),
    selectMembers(db, assignment.courseId),
  ]);
  const zone = context.get('zone');
  const own = again?.form === 'settings' ? again : null;
  const given = own?.given ?? settingsGiven(assignment);
  const fields = settingsFields(given, own ? (own.given['dueAt'] ?? '') : assignment.dueAt, own?.given['dueAt-zone'] ?? zone, rubrics, own?.errors ?? {}, assignment.dueAt);
  const other: Omit<Again, 'form'> = again?.form === 'extension' ? again : { given: {}, errors: {} };
  const students = members.filter(({ role }) => role === 'student');
  const isWrong = again !== undefined;
  return page(context, {
    title: 'Settings',
    crumbs: [
      { href: `/courses/${course.id}`, label: course.name },
      { href: assignmentPath(assignment.id, 'gradebook'), label: assignment.title },
    ],
    tabs: assignmentTabs(assignment.id, 'settings'),
    status: isWrong ? 422 : 200,
    body: html`<h1>Settings of ${assignment.title}</h1>
<form method="post" action="${assignmentPath(assignment.id, 'settings')}">${fields}<button class="primary">Save</button></form>
${assignment.instructions === '' ? '' : html`<section><h2>The instructions as students read them</h2><div class="prose">${raw(instructionsHtml(assignment.instructions))}</div></section>`}
${extensionsSection({ assignment, extensions, students, zone: other.given['dueAt-zone'] ?? zone, given: other.given, errors: other.errors })}`,
  });
}

/** What was sent, for the form to be shown again. */
function typed(values: z.infer<typeof settingsShape>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value ?? '')]));
}
