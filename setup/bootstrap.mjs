// The first step of `npm start` and `npm test`: plain JavaScript without dependencies, since on a fresh clone
// there are none yet and the machine's own Node may be too old for the rest.
import { launch } from './launch.mjs';

const [entry, ...args] = process.argv.slice(2);
if (entry === undefined) {
  process.stderr.write('usage: node setup/bootstrap.mjs ENTRY.ts [ARGUMENT …]\n');
  process.exit(2);
}
await launch(entry, args);
