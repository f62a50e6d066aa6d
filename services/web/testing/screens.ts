import { mkdir, mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** `docs` in this variable (`npm run screens`) keeps them in docs/screens; else they go to a temporary folder. */
const wanted = process.env['NETGRADER_SCREENS'];

export interface Screens {
  /** Takes what the window shows from the page's top or from an element on, in light; `alsoDark`: and in dark. */
  shoot(page: Page, name: string, options?: { from?: Locator; alsoDark?: boolean }): Promise<void>;
}

/** Where a test run puts its pictures of pages. */
export async function openScreens(): Promise<Screens> {
  const folder = wanted === 'docs' ? path.join(import.meta.dirname, '..', '..', '..', 'docs', 'screens') : await mkdtemp(path.join(tmpdir(), 'netgrader-screens-'));
  await mkdir(folder, { recursive: true });
  const take = async (page: Page, colorScheme: 'light' | 'dark', name: string): Promise<void> => {
    await page.emulateMedia({ colorScheme });
    const file = path.join(folder, `${name}.png`);
    await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
    expect((await stat(file)).size).toBeGreaterThan(10_000);
  };
  return {
    shoot: async (page, name, { from, alsoDark = false } = {}) => {
      await (from ?? page.locator('html')).evaluate((element: { scrollIntoView(options: object): void }) => element.scrollIntoView({ block: 'start', behavior: 'instant' }));
      if (alsoDark) await take(page, 'dark', `${name}-dark`);
      await take(page, 'light', name);
    },
  };
}
