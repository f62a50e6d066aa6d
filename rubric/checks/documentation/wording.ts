import { failed, type Verdict } from '../../check.ts';
import type { PictureReference } from '../../guide/blocks.ts';
import { placeOf } from '../../guide/documents.ts';
import { decisionWord, topologyWord } from '../../guide/text.ts';

/** The verdict where a picture is named for this purpose and is not among the deliverables; null where none is. */
export function missingPicture(missing: readonly PictureReference[], purpose: 'topology' | 'decisions'): Verdict | null {
  const word = purpose === 'topology' ? topologyWord : decisionWord;
  const other = purpose === 'topology' ? decisionWord : topologyWord;
  const picture = missing.find((one) => word.test(`${one.headings.at(-1) ?? ''} ${one.caption} ${one.file}`) && !other.test(`${one.caption} ${one.file}`));
  if (!picture) return null;
  return failed({
    seen: `the guide shows a picture ${picture.file.slice(0, 80)}, which is not among your deliverables`,
    where: placeOf(picture),
    hint: 'Hand the picture in beside the guide, or draw it as text, which needs no file of its own.',
  });
}

/** At most six items, and how many more there are. */
export function inWords(items: readonly string[]): string {
  const shown = items.slice(0, 6).join(', ');
  return items.length > 6 ? `${shown} and ${items.length - 6} more` : shown;
}
