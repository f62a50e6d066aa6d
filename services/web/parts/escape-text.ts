import { escapeToBuffer } from 'hono/utils/html';

/**
 * Text for markup that is put together as a string, escaped as `html` does it. For tables of thousands of cells alone, where
 * `html` takes too long; hand the whole to `raw`.
 */
export function escapeText(text: string): string {
  const buffer: [string] = [''];
  escapeToBuffer(text, buffer);
  return buffer[0];
}
