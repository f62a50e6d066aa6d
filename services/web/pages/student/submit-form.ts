import { z } from 'zod';
import type { Submission } from '#db/queries/submissions.ts';
import { requireAssignment } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { ApiProblem, problems } from '../../../api/problem.ts';
import { handIn } from '../../../submissions/hand-in.ts';
import { takeUpload } from '../../../submissions/take-upload.ts';
import { readForm } from '../../parts/read-form.ts';
import type { Web, WebContext } from '../../web.ts';
import { type Again, assignmentPage } from './assignment-page.ts';
import { machineSchema } from './machine-fields.ts';
import { problemsByField, requireStudentOf } from './student-forms.ts';

const submitted = machineSchema.extend({
  deliverables: z
    .string()
    .trim()
    .max(500, 'A path has 500 characters at most.')
    .regex(/^\/[^\p{Cc}]*$/u, 'Give the whole path, from the slash at its beginning, such as /home/student/lab.')
    .optional(),
  /** Of an archive that was sent with a form in which something else was wrong. */
  upload: z.string().max(100).optional(),
});

const fieldNames = { address: 'The address', login: 'The login', body: 'The archive' };

/** Hands in from the page, by the same rules as the API. */
export function addSubmitForm(web: Web, dependencies: ApiDependencies): void {
  web.post('/assignments/:id/submissions', async (context) => {
    const viewer = context.get('viewer');
    const asked = await requireAssignment(dependencies.db, viewer, context.req.param('id'));
    requireStudentOf(asked);
    const outcome = await take(context, dependencies, { ...asked, studentId: viewer.userId });
    if ('again' in outcome) return assignmentPage(context, dependencies, asked, outcome.again);
    return context.redirect(`/submissions/${outcome.submission.id}`, 303);
  });
}

type Outcome = { submission: Submission } | { again: Again };

async function take(
  context: WebContext,
  dependencies: ApiDependencies,
  { assignment, studentId }: Pick<Awaited<ReturnType<typeof requireAssignment>>, 'assignment'> & { studentId: string },
): Promise<Outcome> {
  const archive = await sentArchive(context);
  const form = await readForm(context, submitted);
  const given = form.ok ? { ...strings(form.values) } : form.given;
  const errors: Record<string, string> = form.ok ? {} : form.errors;
  // First, so that a browser need not send it again where another field is wrong.
  if (archive) {
    try {
      given['upload'] = (await takeUpload(dependencies.db, { assignmentId: assignment.id, studentId, archive })).id;
    } catch (error) {
      const { body } = problemsByField(error, fieldNames);
      if (body !== undefined) errors['archive'] = body;
    }
  }
  if (!form.ok || Object.keys(errors).length > 0) return { again: { step: 'submit', status: 422, errors, given } };
  try {
    return { submission: await handIn(dependencies, { ...form.values, upload: given['upload'], assignment, studentId, requestId: context.get('requestId') }) };
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code === 'not-found') throw error;
    const { status } = problems[error.code];
    if (error.extra.errors) return { again: { step: 'submit', status, errors: problemsByField(error, fieldNames), given } };
    return { again: { step: 'submit', status, problem: error.message, given } };
  }
}

/** The archive's bytes; undefined where none was chosen. */
async function sentArchive(context: WebContext): Promise<Buffer | undefined> {
  const { archive } = await context.req.parseBody({ all: true });
  if (!(archive instanceof File) || archive.size === 0) return undefined;
  return Buffer.from(await archive.arrayBuffer());
}

function strings(values: z.infer<typeof submitted>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}
