import { describe, expect, test } from 'vitest';
import { makeCourse } from '../testing/course.ts';
import { useDatabase } from '../testing/database.ts';
import { acceptHostKey, pinHostKeys, selectHostKeys, selectPinnedHostKeys } from './host-keys.ts';

const database = useDatabase();

async function newHost() {
  const { course, student, instructor } = await makeCourse(database.db);
  return { host: { courseId: course.id, studentId: student.id, address: '10.0.0.2', port: 22 }, userId: instructor.id };
}

describe('host keys', () => {
  test('are pinned when first told, and telling them again changes nothing', async () => {
    const { host } = await newHost();
    expect(await pinHostKeys(database.db, host, ['SHA256:a', 'SHA256:b', 'SHA256:a'], 'enrolment')).toBe('pinned');
    expect(await pinHostKeys(database.db, host, ['SHA256:b'], 'first-contact')).toBe('known');
    expect((await selectPinnedHostKeys(database.db, host)).toSorted()).toEqual(['SHA256:a', 'SHA256:b']);
  });

  test('of two first contacts at once, one is pinned and the other waits', async () => {
    const { host } = await newHost();
    const told = ['SHA256:a', 'SHA256:b'].map((key) => pinHostKeys(database.db, host, [key], 'first-contact'));
    expect((await Promise.all(told)).toSorted()).toEqual(['pending', 'pinned']);
  });

  test('that changed wait for an instructor, who puts them in the place of the old ones', async () => {
    const { host, userId } = await newHost();
    await pinHostKeys(database.db, host, ['SHA256:a'], 'enrolment');
    expect(await pinHostKeys(database.db, host, ['SHA256:new', 'SHA256:new-too'], 'enrolment')).toBe('pending');
    expect(await selectPinnedHostKeys(database.db, host)).toEqual(['SHA256:a']);
    const pending = await selectHostKeys(database.db, host.courseId, { pending: true });
    const id = pending[0]?.id ?? '';
    expect(await acceptHostKey(database.db, { courseId: host.courseId, id, userId })).toMatchObject({ acceptedBy: userId });
    expect((await selectPinnedHostKeys(database.db, host)).toSorted()).toEqual(['SHA256:new', 'SHA256:new-too']);
    expect(await acceptHostKey(database.db, { courseId: host.courseId, id, userId })).toBeNull();
  });

  test('that were retired wait again when they come back', async () => {
    const { host, userId } = await newHost();
    await pinHostKeys(database.db, host, ['SHA256:a'], 'enrolment');
    await pinHostKeys(database.db, host, ['SHA256:b'], 'first-contact');
    const [pending] = await selectHostKeys(database.db, host.courseId, { pending: true });
    await acceptHostKey(database.db, { courseId: host.courseId, id: pending?.id ?? '', userId });
    expect(await pinHostKeys(database.db, host, ['SHA256:a'], 'first-contact')).toBe('pending');
    expect(await selectPinnedHostKeys(database.db, host)).toEqual(['SHA256:b']);
  });

  test('of another course cannot be accepted', async () => {
    const { host, userId } = await newHost();
    await pinHostKeys(database.db, host, ['SHA256:a'], 'enrolment');
    await pinHostKeys(database.db, host, ['SHA256:b'], 'enrolment');
    const [pending] = await selectHostKeys(database.db, host.courseId, { pending: true });
    const { host: other } = await newHost();
    expect(await acceptHostKey(database.db, { courseId: other.courseId, id: pending?.id ?? '', userId })).toBeNull();
  });
});
