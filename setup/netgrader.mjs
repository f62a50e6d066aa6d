#!/usr/bin/env node
// `npx netgrader …`: the command line, started the same way as `npm start`.
import { launch } from './launch.mjs';

await launch('services/cli/main.ts', process.argv.slice(2));
