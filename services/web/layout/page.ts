import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { plainLine } from '#rubric/report/inert.ts';
import { assetUrl } from '../assets.ts';
import { notice } from '../parts/notice.ts';
import type { WebContext } from '../web.ts';
import { takeFlash } from './flash.ts';

/** What `html` makes. Values in it are escaped; strings put in as they are would be shown as text. */
export type Html = ReturnType<typeof html>;

export interface Link {
  href: string;
  label: string;
}

export interface PageParts {
  title: string;
  /** The way here from the home page, without the page itself. */
  crumbs?: readonly Link[];
  /** Views of one thing, side by side; `current` is the href of the one that is shown. */
  tabs?: { label: string; current: string; links: readonly Link[] };
  body: Html;
  /** Names of files in `scripts/`, beside `app.js`. */
  scripts?: readonly string[];
  /** For tables that need the whole width. */
  wide?: boolean;
  status?: ContentfulStatusCode;
  /** The page holds a secret: no cache may keep it. */
  secret?: boolean;
}

// No style of its own in the page, and no code from attributes: the policy forbids both.
const htmxConfig = JSON.stringify({ includeIndicatorCSS: false });

/** A whole page in the common frame. */
export function page(context: WebContext, { title, crumbs, tabs, body, scripts = [], wide = false, status = 200, secret = false }: PageParts): Response | Promise<Response> {
  const visitor = context.get('visitor');
  const flash = takeFlash(context);
  context.header('Cache-Control', secret ? 'no-store' : 'private, no-cache');
  return context.html(
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="htmx-config" content="${htmxConfig}">
<title>${plainLine(title)} · Netgrader</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${assetUrl('app.css')}">
${['htmx.js', 'htmx-sse.js', 'app.js', ...scripts].map((name) => html`<script defer src="${assetUrl(name)}"></script>`)}
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top">
  <a class="brand" href="/">Netgrader</a>
  ${visitor
    ? html`<div class="who"><a href="/account">${plainLine(visitor.name)}</a>
      <form method="post" action="/sign-out"><button class="quiet">Sign out</button></form></div>`
    : ''}
</header>
<main id="content" tabindex="-1"${wide ? html` class="wide"` : ''}>
${crumbs ? breadcrumbs(crumbs, title) : ''}
${flash ? notice(flash.kind, flash.text, { live: true }) : ''}
${tabs ? tabList(tabs) : ''}
${body}
</main>
</body>
</html>`,
    status,
  );
}

function breadcrumbs(links: readonly Link[], title: string): Html {
  return html`<nav class="crumbs" aria-label="Breadcrumb"><ol>
${[{ href: '/', label: 'Home' }, ...links].map(({ href, label }) => html`<li><a href="${href}">${plainLine(label)}</a></li>`)}
<li aria-current="page">${plainLine(title)}</li></ol></nav>`;
}

function tabList({ label, current, links }: NonNullable<PageParts['tabs']>): Html {
  return html`<nav class="tabs" aria-label="${label}"><ul>
${links.map((link) => html`<li><a href="${link.href}"${link.href === current ? html` aria-current="page"` : ''}>${link.label}</a></li>`)}
</ul></nav>`;
}
