import { z } from 'zod';
import { criterionIds } from '#rubric/rubric.ts';

export const gradebookStatuses = ['all', 'passed', 'attention', 'not-gradable', 'nothing'] as const;
export type GradebookStatus = (typeof gradebookStatuses)[number];

/** What the table may be sorted by, beside the criteria. */
export const plainColumns = ['name', 'total', 'attempts', 'last'] as const;
export const sortColumns = [...plainColumns, ...criterionIds] as const;
export type SortColumn = (typeof sortColumns)[number];

/** What an instructor asked to see of a gradebook: the fields of the page's address. */
export interface GradebookView {
  /** Part of a name, an e-mail address or an LMS id. */
  q: string;
  status: GradebookStatus;
  /** Only who is below `below` percent in it; empty: no such filter. */
  criterion: (typeof criterionIds)[number] | '';
  below: number;
  sort: SortColumn;
  direction: 'ascending' | 'descending';
}

const schema = z.object({
  q: z.string().max(200).catch(''),
  status: z.enum(gradebookStatuses).catch('all'),
  criterion: z.enum(criterionIds).or(z.literal('')).catch(''),
  below: z.coerce.number().min(1).max(100).catch(60),
  sort: z.enum(sortColumns).catch('name'),
  direction: z.enum(['ascending', 'descending']).catch('ascending'),
});

const plain: GradebookView = { q: '', status: 'all', criterion: '', below: 60, sort: 'name', direction: 'ascending' };

/** From a query string's fields. What makes no sense counts as not given: old bookmarks go on working. */
export function readView(query: Record<string, string>): GradebookView {
  const { q, ...view } = schema.parse(query);
  return { ...view, q: q.trim() };
}

/** The query string of a view, with `?`, without what is as it is by itself; empty for the plain view. */
export function viewQuery(view: GradebookView): string {
  const entries = Object.entries(view).filter(([name, value]) => value !== plain[name as keyof GradebookView] && !(name === 'below' && view.criterion === ''));
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries.map(([name, value]): [string, string] => [name, String(value)])).toString()}`;
}

/** Whether it leaves anybody out. */
export function isFiltered({ q, status, criterion }: GradebookView): boolean {
  return q !== '' || status !== 'all' || criterion !== '';
}
