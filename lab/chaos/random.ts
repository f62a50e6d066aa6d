/** Numbers that a seed decides, so that a run can be had again. */
export interface Random {
  /** From `least` up to `most`, both included. */
  whole(least: number, most: number): number;
  between(least: number, most: number): number;
  pick<T>(list: readonly T[]): T;
}

/** Mulberry32 (Tommy Ettinger, public domain): enough for choosing faults. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    whole,
    between: (least, most) => least + next() * (most - least),
    pick: (list) => {
      const one = list[whole(0, list.length - 1)];
      if (one === undefined) throw new RangeError('nothing to choose from');
      return one;
    },
  };
}
