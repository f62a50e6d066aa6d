import { z } from 'zod';
import { roles } from '#db/schema/memberships.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { oneLine } from '../../../api/schemas/common.ts';
import { addMember } from '../../../people/add-member.ts';
import { setFlash } from '../../layout/flash.ts';
import { readForm } from '../../parts/read-form.ts';
import type { Web } from '../../web.ts';
import { taughtCourse } from './course-context.ts';
import { peoplePage } from './people.ts';

const person = z.object({
  name: oneLine(200),
  email: z.email('Write an address such as ada@example.edu, or leave it empty.').max(254).optional(),
  externalId: oneLine(200).optional(),
  role: z.enum(roles),
});

/** The form that adds one person. */
export function addAddPerson(web: Web, { db }: ApiDependencies): void {
  web.post('/courses/:id/people', async (context) => {
    const course = await taughtCourse(context, db);
    const form = await readForm(context, person);
    if (!form.ok) return peoplePage(context, db, course, { form: 'person', ...form });
    const added = await addMember(db, context.get('viewer'), course.id, form.values);
    const isKnown = added.name !== form.values.name;
    setFlash(context, 'good', isKnown ? `${added.name} has that id, and is in the course as ${form.values.role} now.` : `${added.name} is in the course as ${form.values.role}.`);
    return context.redirect(`/courses/${course.id}/people#members`, 303);
  });
}
