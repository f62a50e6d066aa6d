import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumPath } from '#services/web/testing/browser.ts';

export interface Paint {
  firstContentful: number;
  largestContentful: number;
  /** The longest time between two frames while the table is scrolled through. */
  longestFrame: number;
}

const paints = `new Promise((resolve) => new PerformanceObserver((list) => resolve({
  firstContentful: performance.getEntriesByName('first-contentful-paint')[0].startTime,
  largestContentful: list.getEntries().at(-1).startTime,
})).observe({ type: 'largest-contentful-paint', buffered: true }))`;

const scroll = `new Promise((resolve) => {
  const region = document.querySelector('.gradebook') ?? document.documentElement;
  let frame = 0, before, longest = 0;
  const next = (now) => {
    if (before !== undefined) longest = Math.max(longest, now - before);
    before = now;
    region.scrollTop += 300;
    if (++frame < 90) requestAnimationFrame(next); else resolve(longest);
  };
  requestAnimationFrame(next);
})`;

/** Opens a page in a browser that has never seen it. Times in ms. */
export async function measurePaint(url: string, cookie: string): Promise<Paint> {
  const folder = await mkdtemp(path.join(tmpdir(), 'netgrader-bench-chromium-'));
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  const context = await chromium.launchPersistentContext(folder, { executablePath: chromiumPath, headless: true, args, viewport: { width: 1440, height: 900 } });
  try {
    await context.addCookies([{ name: 'netgrader', value: cookie, url, httpOnly: true, sameSite: 'Lax' }]);
    const page = context.pages()[0] ?? (await context.newPage());
    // The browser's own beginning is none of the page's.
    await page.goto(new URL('/account', url).href);
    await page.goto(url, { waitUntil: 'load' });
    const seen = await page.evaluate<Omit<Paint, 'longestFrame'>>(paints);
    return { ...seen, longestFrame: await page.evaluate<number>(scroll) };
  } finally {
    await context.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
