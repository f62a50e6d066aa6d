import type { PageParts } from './page.ts';

/** An instructor's views of an assignment. */
export const assignmentViews = ['gradebook', 'attention', 'statistics', 'regrades', 'rubric', 'settings', 'exports'] as const;
export type AssignmentView = (typeof assignmentViews)[number];

const assignmentLabels: Record<AssignmentView, string> = {
  gradebook: 'Gradebook',
  attention: 'Needs eyes',
  statistics: 'Statistics',
  regrades: 'Regrades',
  rubric: 'Rubric',
  settings: 'Settings',
  exports: 'Exports',
};

/** `/assignments/ID/gradebook` and so on. */
export function assignmentPath(id: string, view?: AssignmentView): string {
  return view === undefined ? `/assignments/${id}` : `/assignments/${id}/${view}`;
}

export function assignmentTabs(id: string, view: AssignmentView): NonNullable<PageParts['tabs']> {
  const links = assignmentViews.map((each) => ({ href: assignmentPath(id, each), label: assignmentLabels[each] }));
  return { label: 'Assignment', current: assignmentPath(id, view), links };
}

/** An instructor's views of a course; the first is the course's own page. */
export const courseViews = ['assignments', 'people', 'host-keys', 'audit', 'settings'] as const;
export type CourseView = (typeof courseViews)[number];

const courseLabels: Record<CourseView, string> = { assignments: 'Assignments', people: 'People', 'host-keys': 'Host keys', audit: 'Audit log', settings: 'Settings' };

/** `/courses/ID/people` and so on. */
export function coursePath(id: string, view: CourseView = 'assignments'): string {
  return view === 'assignments' ? `/courses/${id}` : `/courses/${id}/${view}`;
}

export function courseTabs(id: string, view: CourseView): NonNullable<PageParts['tabs']> {
  return { label: 'Course', current: coursePath(id, view), links: courseViews.map((each) => ({ href: coursePath(id, each), label: courseLabels[each] })) };
}
