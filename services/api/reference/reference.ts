import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { html } from 'hono/html';
import type { Api } from '../dependencies.ts';
import { bearerDescription, description } from './description.ts';

const swaggerFolder = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

/** Everything from this server: no CDN, no inline script. Swagger UI sets style attributes, and has icons as data: URLs. */
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const files: Record<string, string> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

const startScript = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#reference', deepLinking: true, validatorUrl: null });\n`;

const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Netgrader API reference</title>
<link rel="stylesheet" href="/reference/swagger-ui.css">
</head>
<body>
<main id="reference"></main>
<script src="/reference/swagger-ui-bundle.js"></script>
<script src="/reference/start.js"></script>
</body>
</html>`;

/** `/openapi.json`, and `/reference`, a page to read it and try it out. */
export function addReference(api: Api): void {
  api.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer', description: bearerDescription });
  api.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Netgrader', version: '1', description },
    // Relative: the page's policy lets it talk to its own server only.
    servers: [{ url: '/' }],
  });
  api.get('/reference', (context) => context.html(page, 200, { 'Content-Security-Policy': pagePolicy }));
  api.get('/reference/start.js', (context) => context.body(startScript, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }));
  for (const [name, type] of Object.entries(files)) {
    api.get(`/reference/${name}`, async (context) =>
      context.body(await readFile(path.join(swaggerFolder, name)), 200, { 'Content-Type': type, 'Cache-Control': 'public, max-age=3600' }),
    );
  }
}
