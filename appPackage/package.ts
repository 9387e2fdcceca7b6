import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { fillManifest, idsFrom } from './manifest.ts';

/** `npm run package`: the zip that is uploaded to Teams, in `dist/seatkeeper.zip`. */
const ids = idsFrom(process.env);
if (!ids.ok) {
  console.error(ids.problems.join('\n'));
  process.exit(1);
}
const read = (name: string): Buffer => readFileSync(new URL(name, import.meta.url));
const folder = new URL('../dist/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(
  new URL('seatkeeper.zip', folder),
  zipSync({
    'manifest.json': Buffer.from(`${JSON.stringify(fillManifest(ids.value), null, 2)}\n`),
    'color.png': read('color.png'),
    'outline.png': read('outline.png'),
  }),
);
console.log('dist/seatkeeper.zip is ready. Upload it in Teams: Apps, Manage your apps, Upload an app.');
