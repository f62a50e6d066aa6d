import { requestVmCheck, selectLatestVmCheck } from '#db/queries/vm-checks.ts';
import { requireAssignment } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { openEnrolment } from '../../../api/enrolment/open-enrolment.ts';
import { resolveAddress } from '../../../api/resolve-address.ts';
import { readForm } from '../../parts/read-form.ts';
import type { Web } from '../../web.ts';
import { assignmentPage } from './assignment-page.ts';
import { checkResult, seenMark } from './check-step.ts';
import { machineSchema } from './machine-fields.ts';
import { problemsByField, requireStudentOf } from './student-forms.ts';

/** Asks for a look at the VM, and answers the page that waits for what it finds. */
export function addVmChecks(web: Web, dependencies: ApiDependencies): void {
  const { db, config, queues, log, resolve } = dependencies;

  web.post('/assignments/:id/check', async (context) => {
    const asked = await requireAssignment(db, context.get('viewer'), context.req.param('id'));
    requireStudentOf(asked);
    const form = await readForm(context, machineSchema);
    if (!form.ok) return assignmentPage(context, dependencies, asked, { ...form, step: 'check', status: 422 });
    const owner = { courseId: asked.assignment.courseId, studentId: context.get('viewer').userId };
    let address: string;
    try {
      address = await resolveAddress(form.values.address, config.allowedNetworks, resolve);
    } catch (error) {
      const errors = problemsByField(error, { address: 'The address' });
      const given = { ...form.values, port: String(form.values.port) };
      return assignmentPage(context, dependencies, asked, { step: 'check', status: 422, errors, given });
    }
    // The key pair must be there before a machine can refuse it.
    await openEnrolment(dependencies, owner);
    const { id } = await requestVmCheck(db, { ...owner, ...form.values, address });
    // Enqueueing what waits already changes nothing; where it fails the check is lost, and the page says so in time.
    await queues.enqueueErrand({ kind: 'check-vm', id }).catch((error: unknown) => log.error({ err: error, check: id }, 'enqueueing failed'));
    return context.redirect(`/assignments/${asked.assignment.id}#check`, 303);
  });

  // 204: nothing new since `seen`, so nothing is read out again.
  web.get('/assignments/:id/check', async (context) => {
    const viewer = context.get('viewer');
    const { assignment } = await requireAssignment(db, viewer, context.req.param('id'));
    const check = await selectLatestVmCheck(db, { courseId: assignment.courseId, studentId: viewer.userId });
    context.header('Cache-Control', 'no-store');
    if (!check || context.req.query('seen') === seenMark(check)) return context.body(null, 204);
    return context.html(checkResult({ check, assignment, zone: context.get('zone'), now: new Date() }));
  });
}
