import { notGradable, partial, type Verdict } from '../../check.ts';
import type { Chosen } from '../../segmentation/choose.ts';
import type { Part } from '../../segmentation/demonstration.ts';

/** A check's verdict on its part of the chosen demonstration. What Docker might have shown costs nothing where it could not be asked. */
export function judgePart(chosen: Chosen, part: Part | null, untried: string): Verdict {
  const review = chosen.review === null ? {} : { review: chosen.review };
  if (part === null) return notGradable({ seen: untried, hint: 'Submit again; if it stays like this, tell your instructor.', ...review });
  const { done, total, ...finding } = part;
  if (done < total && chosen.unknown !== null) {
    return notGradable({ seen: `Docker could not be asked: ${chosen.unknown}`, hint: 'See whether the Docker daemon is well and answers quickly, and submit again.', ...review });
  }
  return partial(done, total, { ...finding, ...review });
}
