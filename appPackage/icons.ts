import { readFileSync, writeFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';

/** `node appPackage/icons.ts`: draws the two icons that Teams asks for, 192 and 32 pixels wide, from their SVG. */
for (const name of ['color', 'outline']) {
  const at = (ending: string): URL => new URL(`${name}.${ending}`, import.meta.url);
  writeFileSync(at('png'), new Resvg(readFileSync(at('svg'), 'utf8')).render().asPng());
}
