import { addStudentAssignment } from './assignment-page.ts';
import { addVmChecks } from './check-forms.ts';
import { addStudentCourse } from './course-page.ts';
import { addEnrolment } from './enrol-forms.ts';
import { addSubmitForm } from './submit-form.ts';

/** What students see and send. */
export const studentPages = [addStudentCourse, addStudentAssignment, addEnrolment, addVmChecks, addSubmitForm] as const;
