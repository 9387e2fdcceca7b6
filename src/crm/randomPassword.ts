import { randomInt } from 'node:crypto';

const classes = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '!#$%*+-=?@^_~'];

/** 40 characters with each class among them, so that every complexity rule is met. */
export function randomPassword(): string {
  const pick = (characters: string): string => characters.charAt(randomInt(characters.length));
  const picked = [...classes.map(pick), ...Array.from({ length: 36 }, () => pick(classes.join('')))];
  for (let last = picked.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [picked[last], picked[other]] = [picked[other] ?? '', picked[last] ?? ''];
  }
  return picked.join('');
}
