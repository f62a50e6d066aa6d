import { toPoints } from './points.ts';
import { type Criterion, possibleOf, type Rubric, type RubricItem } from './rubric.ts';

/**
 * What a rubric judges otherwise than the one before, a sentence a change, the most general first. Empty where only remarks
 * or the declared version differ.
 */
export function rubricDiff(before: Rubric, after: Rubric): string[] {
  return [
    ...(before.id === after.id ? [] : [`Another rubric: ${after.id} instead of ${before.id}`]),
    ...changed('Title', quoted(before.title), quoted(after.title)),
    ...changed('In all', pointsIn(possibleOf(before)), pointsIn(possibleOf(after))),
    ...changed('Bonus', pointsIn(sum(before.bonus)), pointsIn(sum(after.bonus))),
    ...parameterChanges('Parameter', before.parameters, after.parameters),
    ...criteriaChanges(before.criteria, after.criteria),
    ...checkChanges(placesOf(before), placesOf(after)),
    ...orderChanges(placesOf(before), placesOf(after)),
  ];
}

/** A check and the criterion (or `bonus`) that it stands in. */
interface Place {
  item: RubricItem;
  criterion: string;
}

function placesOf(rubric: Rubric): Map<string, Place> {
  const places = [...rubric.criteria, { id: 'bonus', items: rubric.bonus }].flatMap(({ id, items }) => items.map((item) => ({ item, criterion: id })));
  return new Map(places.map((place) => [place.item.check.id, place]));
}

function criteriaChanges(before: readonly Criterion[], after: readonly Criterion[]): string[] {
  const old = new Map(before.map((criterion) => [criterion.id, criterion]));
  const now = new Map(after.map((criterion) => [criterion.id, criterion]));
  return [
    ...before.filter(({ id }) => !now.has(id)).map((criterion) => `Removed: ${criterionName(criterion)}`),
    ...after.filter(({ id }) => !old.has(id)).map((criterion) => `New: ${criterionName(criterion)}`),
    ...after.flatMap((criterion) => {
      const was = old.get(criterion.id);
      if (!was) return [];
      const title = `Criterion ${criterion.id}`;
      return [...changed(title, pointsIn(was.possible), pointsIn(criterion.possible)), ...changed(title, quoted(was.title), quoted(criterion.title))];
    }),
    ...changed('Order of the criteria', idsWithin(before, now), idsWithin(after, old)),
  ];
}

function criterionName({ id, title, possible }: Criterion): string {
  return `criterion ${id} (${quoted(title)}, ${pointsIn(possible)})`;
}

function idsWithin(criteria: readonly Criterion[], others: ReadonlyMap<string, Criterion>): string {
  return criteria.flatMap(({ id }) => (others.has(id) ? [id] : [])).join(', ');
}

function checkChanges(before: ReadonlyMap<string, Place>, after: ReadonlyMap<string, Place>): string[] {
  const gone = [...before].filter(([id]) => !after.has(id));
  return [
    ...gone.map(([, { item, criterion }]) => `Removed from ${criterion}: ${nameOf(item)}, ${pointsIn(item.possible)}`),
    ...[...after].flatMap(([id, place]) => {
      const was = before.get(id);
      return was ? itemChanges(was, place) : [`New in ${place.criterion}: ${nameOf(place.item)}, ${pointsIn(place.item.possible)}${requiring(place.item)}`];
    }),
  ];
}

function itemChanges(before: Place, after: Place): string[] {
  const name = nameOf(after.item);
  const [old, now] = [before.item.requires, after.item.requires];
  return [
    ...(before.criterion === after.criterion ? [] : [`${name}: moved from ${before.criterion} to ${after.criterion}`]),
    ...changed(name, pointsIn(before.item.possible), pointsIn(after.item.possible)),
    ...now.filter((id) => !old.includes(id)).map((id) => `${name}: now requires ${id}`),
    ...old.filter((id) => !now.includes(id)).map((id) => `${name}: no longer requires ${id}`),
    ...parameterChanges(`${name}: parameter`, before.item.parameters as Parameters, after.item.parameters as Parameters),
  ];
}

/** Criteria whose checks, as far as both versions have them there, stand in another order: so does the report. */
function orderChanges(before: ReadonlyMap<string, Place>, after: ReadonlyMap<string, Place>): string[] {
  const stayed = [...after].filter(([id, { criterion }]) => before.get(id)?.criterion === criterion).map(([id]) => id);
  const rank = new Map([...before.keys()].map((id, index) => [id, index]));
  const byCriterion = Map.groupBy(stayed, (id) => after.get(id)?.criterion ?? '');
  const isMoved = (ids: readonly string[]) => ids.some((id, index) => index > 0 && (rank.get(ids[index - 1] ?? '') ?? 0) > (rank.get(id) ?? 0));
  return [...byCriterion].filter(([, ids]) => isMoved(ids)).map(([criterion]) => `The checks of ${criterion} stand in another order`);
}

type Parameters = Readonly<Record<string, unknown>>;

function parameterChanges(what: string, before: Parameters, after: Parameters): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return names.flatMap((name) => {
    const [old, now] = [before[name], after[name]];
    if (old === undefined) return [`${what} ${name}: new, ${valueOf(now)}`];
    if (now === undefined) return [`${what} ${name}: removed (was ${valueOf(old)})`];
    if (!Array.isArray(old) || !Array.isArray(now)) return changed(`${what} ${name}`, valueOf(old), valueOf(now));
    return listChanges(`${what} ${name}`, old.map(valueOf), now.map(valueOf));
  });
}

function listChanges(what: string, before: readonly string[], after: readonly string[]): string[] {
  const added = after.filter((value) => !before.includes(value));
  const removed = before.filter((value) => !after.includes(value));
  const words = [...(added.length > 0 ? [`with ${added.join(', ')}`] : []), ...(removed.length > 0 ? [`without ${removed.join(', ')}`] : [])];
  if (words.length > 0) return [`${what}: now ${words.join(', ')}`];
  return changed(what, before.join(', '), after.join(', '));
}

function changed(what: string, before: string, after: string): string[] {
  return before === after ? [] : [`${what}: ${after} instead of ${before}`];
}

function valueOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function nameOf({ check }: RubricItem): string {
  return `${check.id} (${check.title})`;
}

function requiring({ requires }: RubricItem): string {
  return requires.length === 0 ? '' : `, requires ${requires.join(', ')}`;
}

function sum(items: readonly RubricItem[]): number {
  return items.reduce((total, { possible }) => total + possible, 0);
}

function pointsIn(hundredths: number): string {
  return `${toPoints(hundredths)} ${hundredths === 100 ? 'point' : 'points'}`;
}

/** On one line and without control characters, since a title is anybody's text. */
function quoted(title: string): string {
  return `“${title.replace(/\p{C}+/gu, ' ')}”`;
}
