/**
 * The media type of `offered` that an Accept header likes best (RFC 9110 §12.5.1): the most specific range decides the
 * quality of a type, the highest quality wins, the offer's order settles a draw. Null where none is acceptable.
 */
export function negotiate<T extends string>(accept: string | undefined, offered: readonly [T, ...T[]]): T | null {
  if (accept === undefined || accept.trim() === '') return offered[0];
  const ranges = accept.split(',').map(readRange);
  const rated = offered.map((type) => ({ type, quality: qualityOf(type, ranges) }));
  const best = rated.reduce((first, second) => (second.quality > first.quality ? second : first));
  return best.quality > 0 ? best.type : null;
}

interface Range {
  type: string;
  quality: number;
}

function readRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  const quality = weight === undefined ? 1 : Number(weight);
  return { type, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}

function qualityOf(type: string, ranges: Range[]): number {
  const wanted = [type, `${type.split('/')[0]}/*`, '*/*'];
  for (const pattern of wanted) {
    const range = ranges.find((each) => each.type === pattern);
    if (range) return range.quality;
  }
  return 0;
}
