import { addAddPerson } from './add-person.ts';
import { addAudit } from './audit.ts';
import { addCourse } from './course-page.ts';
import { addCourseSettings } from './course-settings.ts';
import { addHostKeys } from './host-keys.ts';
import { addNewCourse } from './new-course.ts';
import { addPeople } from './people.ts';
import { addRosterImport } from './roster-import.ts';
import { addSignInLinks } from './sign-in-links.ts';

/** A course for its instructors. Before the students' pages: `/courses/new` is no course. */
export const coursePages = [addNewCourse, addCourse, addPeople, addAddPerson, addRosterImport, addSignInLinks, addHostKeys, addCourseSettings, addAudit] as const;
