import { html } from 'hono/html';
import { z } from 'zod';
import { setFlash } from '../../layout/flash.ts';
import type { Html } from '../../layout/page.ts';
import { chooseZone, zoneOf } from '../../layout/zone.ts';
import { selectField } from '../../parts/fields.ts';
import { readForm } from '../../parts/read-form.ts';
import { canonicalZone, timeTag } from '../../parts/time.ts';
import type { Web, WebContext } from '../../web.ts';

const ofBrowser = 'browser';
const form = z.object({ zone: z.string().refine((zone) => zone === ofBrowser || canonicalZone(zone) !== null, 'Choose a zone from the list.') });

/** In which zone pages tell times: the browser's, or one that is chosen here for this browser. */
export function addTimeZone(web: Web, again: (context: WebContext, error: string) => Promise<Response>): void {
  web.post('/account/time-zone', async (context) => {
    const read = await readForm(context, form);
    if (!read.ok) return again(context, 'Choose a zone from the list.');
    const zone = read.values.zone === ofBrowser ? null : canonicalZone(read.values.zone);
    chooseZone(context, zone);
    setFlash(context, 'good', zone === null ? 'Times are told in the zone of your browser.' : `Times are told in the zone ${zone}.`);
    return context.redirect('/account#time-zone', 303);
  });
}

const sources = { chosen: 'as you chose', browser: 'as your browser says', unknown: 'since your browser has told none' } as const;

export function timeZoneForm(context: WebContext, error?: string): Html {
  const { zone, source } = zoneOf(context);
  const zones = Intl.supportedValuesOf('timeZone');
  const options = [{ value: ofBrowser, label: 'As the browser says' }, ...[...new Set([zone, 'UTC', ...zones])].toSorted().map((value) => ({ value, label: value }))];
  return html`<p>Times are told in <strong>${zone}</strong>, ${sources[source]}: it is ${timeTag(new Date(), zone)} there. What you choose is for this browser alone.</p>
<form method="post" action="/account/time-zone" class="inline-form">
${selectField({ label: 'Zone', name: 'zone', value: source === 'chosen' ? zone : ofBrowser, options, error, required: true })}
<button>Use this zone</button></form>`;
}
