import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { beginSession } from '#db/queries/sessions.ts';
import { listen, type ListeningApi } from '../../api/listen.ts';
import { type ApiHarness, useApi } from '../../api/testing/harness.ts';
import { roomy } from './harness.ts';

/** Debian's; browsers cannot be downloaded everywhere. */
export const chromiumPath = '/usr/bin/chromium';

// Chromium's own errands would knock at a closed network, many at a time.
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export interface OpenOptions {
  colorScheme?: 'light' | 'dark';
  width?: number;
  height?: number;
  zone?: string;
  /** False: a browser without scripts. */
  scripts?: boolean;
}

export interface BrowserHarness extends ApiHarness {
  /** Of the pages, without a slash at the end. */
  readonly origin: string;
  /** A page in a browser of its own that is signed in as that person, or as nobody. Closed after the tests of the file. */
  open(userId: string | null, options?: OpenOptions): Promise<Page>;
}

/** API and pages on a database of their own, served on loopback, and Chromium to read them with. */
export function useBrowser(): BrowserHarness {
  const api = useApi(roomy);
  const open: { server?: ListeningApi; folder?: string; contexts: BrowserContext[] } = { contexts: [] };
  beforeAll(async () => {
    open.server = await listen(api.fetch, { host: '127.0.0.1', port: 0 });
    open.folder = await mkdtemp(path.join(tmpdir(), 'netgrader-chromium-'));
  });
  afterAll(async () => {
    await Promise.all(open.contexts.map((context) => context.close()));
    await open.server?.close();
    if (open.folder) await rm(open.folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const origin = (): string => {
    if (!open.server) throw new Error('The server is there from beforeAll on');
    return open.server.url;
  };
  return Object.defineProperties({} as BrowserHarness, {
    ...Object.getOwnPropertyDescriptors(api),
    origin: { get: origin },
    open: {
      value: async (userId: string | null, { colorScheme = 'light', width = 1280, height = 900, zone = 'Europe/Berlin', scripts = true }: OpenOptions = {}) => {
        const context = await chromium.launchPersistentContext(path.join(open.folder ?? '', String(open.contexts.length)), {
          executablePath: chromiumPath,
          headless: true,
          args: quiet,
          colorScheme,
          viewport: { width, height },
          timezoneId: zone,
          locale: 'en-GB',
          javaScriptEnabled: scripts,
          baseURL: origin(),
          acceptDownloads: true,
        });
        // Live hosts take their time on a machine that is busy.
        context.setDefaultTimeout(90_000);
        open.contexts.push(context);
        if (userId !== null) {
          const { secret } = await beginSession(api.db, { userId, courseId: null, method: 'test', days: 1 });
          await context.addCookies([{ name: 'netgrader', value: secret, url: origin(), httpOnly: true, sameSite: 'Lax' }]);
        }
        return context.pages()[0] ?? context.newPage();
      },
    },
  });
}

/** What axe finds of the impacts serious and critical on a page, in light and in dark; there only what colours decide is asked again. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const told: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const axe = new AxeBuilder({ page });
    const { violations } = await (colorScheme === 'light' ? axe : axe.withRules(['color-contrast', 'link-in-text-block'])).analyze();
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    told.push(...grave.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${page.url()}, ${colorScheme}: ${id}: ${html}\n${failureSummary}`)));
  }
  await page.emulateMedia({ colorScheme: null });
  return told;
}

/** Fails with such faults. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await accessibilityFaults(page)).toEqual([]);
}

/** Fails where the page is wider than its window, so that it would have to be scrolled sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wider = await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect({ page: page.url(), wider }).toEqual({ page: page.url(), wider: 0 });
}
