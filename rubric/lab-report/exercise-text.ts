import lines from './exercise-lines.json' with { type: 'json' };

// The lines of the exercise's own text, as normalised below; shorter ones than 8 characters left out.
const exercise = new Set(lines);

/** True for a line that stands in the exercise like this: pasting it back shows nothing that was done. */
export function isExerciseText(line: string): boolean {
  return exercise.has(
    line
      .replace(/^[\s>*+-]*(?:\[[ xX]\])?\s*/, '')
      .replaceAll(/\s+/g, ' ')
      .trim()
      .toLowerCase(),
  );
}
