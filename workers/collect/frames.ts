/** One probe's frame as it came off the wire. */
export interface Frame {
  id: string;
  durationMs: number;
  body: Buffer;
}

/**
 * Cuts the stream of frames out of whatever the host sends (see runner.sh). Text that is no frame is passed over, and a
 * length over `maxBody(id)` is no frame: a host cannot make us wait for bytes that never come.
 */
export class FrameReader {
  readonly #header: RegExp;
  readonly #maxBody: (id: string) => number | undefined;
  #pending: Buffer = Buffer.alloc(0);
  #open: { id: string; durationMs: number; length: number } | null = null;

  constructor(nonce: string, maxBody: (id: string) => number | undefined) {
    this.#header = new RegExp(`^@${nonce} ([\\w.-]{1,64}) (\\d{1,9}) (\\d{1,9})$`);
    this.#maxBody = maxBody;
  }

  /** Takes the next bytes, returns the frames that they complete. */
  push(chunk: Buffer): Frame[] {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const frames: Frame[] = [];
    for (;;) {
      if (this.#open) {
        const { id, durationMs, length } = this.#open;
        if (this.#pending.length < length) return frames;
        frames.push({ id, durationMs, body: this.#pending.subarray(0, length) });
        this.#pending = this.#pending.subarray(length);
        this.#open = null;
      } else {
        const newline = this.#pending.indexOf(0x0a);
        if (newline === -1) {
          // No header is this long; keep the tail, where one may begin.
          if (this.#pending.length > 4096) this.#pending = Buffer.alloc(0);
          return frames;
        }
        this.#open = this.#readHeader(this.#pending.subarray(0, newline).toString('latin1'));
        this.#pending = this.#pending.subarray(newline + 1);
      }
    }
  }

  #readHeader(line: string) {
    const [, id, centiseconds, length] = this.#header.exec(line) ?? [];
    if (id === undefined) return null;
    const limit = this.#maxBody(id);
    if (limit === undefined || Number(length) > limit) return null;
    return { id, durationMs: Number(centiseconds) * 10, length: Number(length) };
  }
}
